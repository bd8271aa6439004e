package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.vm.VmId;
import java.time.Duration;
import java.time.Instant;

/**
 * That the fallback VM starts by itself soon.
 *
 * @param vm the fallback VM
 * @param name its name
 * @param at when, by the system clock
 */
public record FallbackPlan(VmId vm, String name, Instant at) {
  /** What the log, the journal and the history call the fallback as a client. */
  public static final String CLIENT = "fallback";

  private static final Duration JITTER = Duration.ofSeconds(2);

  /** Whether it says the same, apart from the rounding of two clocks. */
  public boolean isAbout(FallbackPlan other) {
    return vm.equals(other.vm)
        && name.equals(other.name)
        && Duration.between(at, other.at).abs().compareTo(JITTER) < 0;
  }
}
