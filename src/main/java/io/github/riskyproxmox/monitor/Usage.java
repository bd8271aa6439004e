package io.github.riskyproxmox.monitor;

import io.github.riskyproxmox.domain.vm.Load;
import java.time.Instant;

/**
 * What a running VM used at one moment.
 *
 * @param at when it was read, by {@link Scheduler#steady()}
 * @param cpuPercent of all its virtual CPUs together, 0 to 100
 * @param memoryBytes memory in use
 */
public record Usage(Instant at, double cpuPercent, long memoryBytes) {
  static Usage of(Load load, Instant at) {
    return new Usage(at, load.cpuPercent(), load.memoryBytes());
  }
}
