package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.OperationProgress;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The status of guests that are asked to shut down, read now and then while the task runs: it tells
 * why a shutdown goes on (pve-api.md §14). Nice to have, so one that cannot be read never stands in
 * the way of a launch. For one thread.
 */
final class GuestStatusProbe {
  private static final Duration FIRST = Duration.ofSeconds(3);
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final Proxmox proxmox;
  private final LaunchClock launchClock;
  private final Map<VmRef, Instant> next = new HashMap<>();

  GuestStatusProbe(Proxmox proxmox, LaunchClock launchClock) {
    this.proxmox = proxmox;
    this.launchClock = launchClock;
  }

  /** That errand's VM now; empty if it is not time for it, or it cannot be read. */
  Optional<VmStatus> at(OperationProgress operation) {
    VmRef vm = operation.order().vm();
    Instant now = launchClock.now();
    Instant due = next.getOrDefault(vm, operation.sentAt().orElse(now).plus(FIRST));
    boolean asked = operation.order().action().filter(StopAction.SHUTDOWN::equals).isPresent();
    if (!asked || now.isBefore(due)) {
      return Optional.empty();
    }
    next.put(vm, now.plus(EVERY));
    try {
      return proxmox.status(vm);
    } catch (PveException unreadable) {
      return Optional.empty();
    }
  }
}
