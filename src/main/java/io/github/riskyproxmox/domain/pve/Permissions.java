package io.github.riskyproxmox.domain.pve;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a user or token may do ({@code access/permissions}, pve-api.md §7).
 *
 * @param byPath privileges by path; the number is 1 where the privilege counts for what is below
 *     too
 */
public record Permissions(Map<String, Map<String, Integer>> byPath) {
  /** Copies the maps. */
  public Permissions {
    Map<String, Map<String, Integer>> copy = new HashMap<>();
    byPath.forEach((path, privileges) -> copy.put(path, Map.copyOf(privileges)));
    byPath = Map.copyOf(copy);
  }

  /** Whether that privilege counts on that path: the nearest path that is listed decides. */
  public boolean has(String privilege, String path) {
    return Stream.iterate(Optional.of(path), Optional::isPresent, at -> parent(at.orElseThrow()))
        .map(Optional::orElseThrow)
        .filter(byPath::containsKey)
        .findFirst()
        .map(
            nearest ->
                byPath.get(nearest).getOrDefault(privilege, -1) >= (nearest.equals(path) ? 0 : 1))
        .orElse(false);
  }

  /** Whether it counts on that path or on anything below it. */
  public boolean hasBelow(String privilege, String path) {
    return has(privilege, path)
        || byPath.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(path + "/"))
            .anyMatch(entry -> entry.getValue().containsKey(privilege));
  }

  private static Optional<String> parent(String path) {
    int slash = path.lastIndexOf('/');
    return path.equals("/")
        ? Optional.empty()
        : Optional.of(slash == 0 ? "/" : path.substring(0, slash));
  }
}
