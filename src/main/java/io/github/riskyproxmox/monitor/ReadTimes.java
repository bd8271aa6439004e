package io.github.riskyproxmox.monitor;

import io.github.riskyproxmox.domain.vm.NodeName;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * When what is known was read: whatever changed before that is known.
 *
 * @param at the wall's time of the part that was read longest ago
 * @param oldest the same by {@link Scheduler#steady()}
 * @param nodes for each node, by {@link Scheduler#steady()}, when the reading of it began
 */
public record ReadTimes(Instant at, Instant oldest, Map<NodeName, Instant> nodes) {
  /** Copies the map. */
  public ReadTimes {
    nodes = Map.copyOf(nodes);
  }

  /**
   * Those of a reading.
   *
   * @param begun when it began
   * @param silent the nodes that say nothing, which are told of as such
   * @param wall the wall's time now
   * @param steady the steady time now
   */
  static ReadTimes of(
      Instant begun,
      Map<NodeName, Instant> nodes,
      Set<NodeName> silent,
      Instant wall,
      Instant steady) {
    Instant oldest =
        nodes.entrySet().stream()
            .filter(entry -> !silent.contains(entry.getKey()))
            .map(Map.Entry::getValue)
            .reduce(begun, (one, other) -> one.isBefore(other) ? one : other);
    return new ReadTimes(wall.minus(Duration.between(oldest, steady)), oldest, nodes);
  }
}
