package io.github.riskyproxmox.domain.pve;

import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.vm.PowerState;
import java.time.Duration;
import java.util.Optional;

/**
 * One live reading of {@code status/current}.
 *
 * @param power never {@link PowerState#UNKNOWN}
 * @param qmpStatus QEMU's run state as PVE names it (pve-api.md §14); empty where PVE did not say
 * @param lock PVE's configuration lock
 * @param haManaged whether HA manages it
 * @param haState its state by the HA manager; empty unless it is managed
 * @param uptime since its QEMU was started, in whole seconds; zero unless running
 */
public record VmStatus(
    PowerState power,
    String qmpStatus,
    Optional<String> lock,
    boolean haManaged,
    Optional<String> haState,
    Duration uptime) {

  /** One with no other readings, of a guest that was started long ago. */
  public VmStatus(PowerState power, Optional<String> lock, boolean haManaged) {
    this(
        power,
        "",
        lock,
        haManaged,
        Optional.empty(),
        power.holdsResources() ? Duration.ofDays(1) : Duration.ZERO);
  }

  /** Whether the guest has powered off while its QEMU is still there (pve-api.md §14). */
  public boolean poweredOff() {
    return power == PowerState.POWERED_OFF;
  }

  /** Whether a hibernation is under way or has failed: both hold this lock. */
  public boolean isSuspending() {
    return lock.filter("suspending"::equals).isPresent();
  }

  /** Whether the HA manager refuses every start and stop of it (pve-api.md §14, end). */
  public boolean haFailed() {
    return haManaged && haState.filter("error"::equals).isPresent();
  }

  /** What it is doing, for a sentence in which it follows "is". */
  public Message powerMessage() {
    return power.message(qmpStatus);
  }
}
