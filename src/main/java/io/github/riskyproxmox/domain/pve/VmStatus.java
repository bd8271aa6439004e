package io.github.riskyproxmox.domain.pve;

import io.github.riskyproxmox.domain.vm.PowerState;
import java.time.Duration;
import java.util.Optional;

/**
 * One live reading of {@code status/current}.
 *
 * @param power never {@link PowerState#UNKNOWN}
 * @param lock PVE's configuration lock
 * @param haManaged whether the HA manager owns its life
 * @param uptime since its QEMU was started, in whole seconds; zero unless running
 * @param poweredOff whether the guest has powered off while its QEMU is still there: {@code
 *     qmpstatus} is {@code shutdown} (pve-api.md §14)
 */
public record VmStatus(
    PowerState power,
    Optional<String> lock,
    boolean haManaged,
    Duration uptime,
    boolean poweredOff) {
  /** One of which nothing else was read: as of a guest that has long been up. */
  public VmStatus(PowerState power, Optional<String> lock, boolean haManaged) {
    this(
        power, lock, haManaged, power.holdsResources() ? Duration.ofDays(1) : Duration.ZERO, false);
  }
}
