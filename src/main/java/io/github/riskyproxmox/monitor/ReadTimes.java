package io.github.riskyproxmox.monitor;

import io.github.riskyproxmox.domain.vm.NodeName;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * When the inventory was read. Changes before that time are part of it.
 *
 * @param at the read time of the oldest part, by the system clock
 * @param oldest the same, by {@link Scheduler#steady()}
 * @param nodes when the read of each node began, by {@link Scheduler#steady()}
 */
public record ReadTimes(Instant at, Instant oldest, Map<NodeName, Instant> nodes) {
  /** Copies the map. */
  public ReadTimes {
    nodes = Map.copyOf(nodes);
  }

  /**
   * Creates the times of a poll.
   *
   * @param begun when the poll began
   * @param silent nodes that do not answer; their age is not counted
   * @param wall the system clock's time now
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
