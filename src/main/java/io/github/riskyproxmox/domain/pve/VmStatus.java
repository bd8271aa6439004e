package io.github.riskyproxmox.domain.pve;

import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import java.time.Duration;
import java.util.Optional;

/**
 * One live reading of {@code status/current}.
 *
 * @param power never {@link PowerState#UNKNOWN}
 * @param qmpStatus QEMU's run state in PVE's word (pve-api.md §14); empty where PVE did not say
 * @param lock PVE's configuration lock
 * @param haManaged whether the HA manager owns its life
 * @param haState the HA manager's word for where it is; empty unless it is managed
 * @param uptime since its QEMU was started, in whole seconds; zero unless running
 */
public record VmStatus(
    PowerState power,
    String qmpStatus,
    Optional<String> lock,
    boolean haManaged,
    Optional<String> haState,
    Duration uptime) {

  /** One of which nothing else was read: as of a guest that has long been up. */
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

  /** Whether the HA manager refuses every start and stop of it (pve-api.md §14, end). */
  public boolean haFailed() {
    return haManaged && haState.filter("error"::equals).isPresent();
  }

  /** Why it can be neither started nor stopped, and what to do, where the HA manager has failed. */
  public String haFailure(Vm vm) {
    return ("%s is managed by HA and its HA state is error: Proxmox refuses to start or stop it"
            + " (\"service 'vm:%s' in error state, must be disabled and fixed first\"). An"
            + " administrator must find out why, then run \"ha-manager set vm:%s --state disabled\""
            + " and set its state to started again.")
        .formatted(vm.name(), vm.id(), vm.id());
  }

  /** What it is doing, as it stands after "is" in a sentence. */
  public String spoken() {
    return power.spoken(qmpStatus);
  }
}
