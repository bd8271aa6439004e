package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.Errand;
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
final class Glances {
  private static final Duration FIRST = Duration.ofSeconds(3);
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final Proxmox proxmox;
  private final Pacer pacer;
  private final Map<VmRef, Instant> next = new HashMap<>();

  Glances(Proxmox proxmox, Pacer pacer) {
    this.proxmox = proxmox;
    this.pacer = pacer;
  }

  /** That errand's VM now; empty if it is not time for it, or it cannot be read. */
  Optional<VmStatus> at(Errand errand) {
    VmRef vm = errand.order().vm();
    Instant now = pacer.now();
    Instant due = next.getOrDefault(vm, errand.sentAt().orElse(now).plus(FIRST));
    boolean asked = errand.order().action().filter(StopAction.SHUTDOWN::equals).isPresent();
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
