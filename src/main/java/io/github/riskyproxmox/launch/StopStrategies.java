package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.stop.StopStrategy;
import io.github.riskyproxmox.domain.stop.StopSubject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

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
      StopStrategy other = byId.putIfAbsent(strategy.id(), strategy);
      if (other != null) {
        throw new IllegalStateException(
            "Two stop strategies are called \"%s\": %s and %s."
                .formatted(strategy.id(), other.getClass(), strategy.getClass()));
      }
    }
  }

  /** All of them, gentlest first. */
  private Stream<StopStrategy> all() {
    return byId.values().stream().sorted(Comparator.comparingInt(StopStrategy::order));
  }

  /** All actions, gentlest first. */
  public List<StopAction> actions() {
    return all().map(StopStrategy::action).distinct().toList();
  }

  /** Whether a strategy with that id exists. */
  public boolean has(String id) {
    return byId.containsKey(id);
  }

  /** Whether it loses unsaved work. */
  public boolean isDestructive(StopAction action) {
    return all()
        .filter(strategy -> strategy.action().equals(action))
        .anyMatch(StopStrategy::destructive);
  }

  /**
   * The one that implements that action for that VM.
   *
   * @throws IllegalStateException if there is none
   */
  public StopStrategy get(StopAction action, StopSubject subject) {
    return all()
        .filter(strategy -> strategy.action().equals(action) && strategy.isFor(subject))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("There is no stop action " + action + "."));
  }

  /**
   * The one with that id, which must exist.
   *
   * @throws IllegalStateException if it does not exist
   */
  public StopStrategy get(String id) {
    return Optional.ofNullable(byId.get(id))
        .orElseThrow(() -> new IllegalStateException("There is no stop strategy " + id + "."));
  }
}
