package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.stop.StopStrategy;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All stop actions, gentlest first. */
public final class StopStrategies {
  private final Map<String, StopStrategy> byId = new TreeMap<>();

  /**
   * The strategies that were found.
   *
   * @throws IllegalStateException if two have the same name
   */
  public StopStrategies(Iterable<StopStrategy> found) {
    for (StopStrategy strategy : found) {
      StopStrategy other = byId.putIfAbsent(strategy.action().id(), strategy);
      if (other != null) {
        throw new IllegalStateException(
            "Two stop strategies are called \"%s\": %s and %s."
                .formatted(strategy.action(), other.getClass(), strategy.getClass()));
      }
    }
  }

  /** All of them, gentlest first. */
  public List<StopStrategy> all() {
    return byId.values().stream().sorted(Comparator.comparingInt(StopStrategy::order)).toList();
  }

  /** The one with that name. */
  public Optional<StopStrategy> find(StopAction action) {
    return Optional.ofNullable(byId.get(action.id()));
  }

  /**
   * The one with that name, which must exist.
   *
   * @throws IllegalStateException if it does not exist
   */
  public StopStrategy get(StopAction action) {
    return find(action)
        .orElseThrow(() -> new IllegalStateException("There is no stop action " + action + "."));
  }
}
