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
 * Reads the status of a guest now and then while its shutdown runs, because it can tell why the
 * shutdown takes long (pve-api.md §14). A reading that fails is left out. For one thread.
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

  /** The status of that operation's VM now; empty if it is not due yet, or cannot be read. */
  Optional<VmStatus> at(OperationProgress progress) {
    VmRef vm = progress.operation().vm();
    Instant now = launchClock.now();
    Instant due = next.getOrDefault(vm, progress.sentAt().orElse(now).plus(FIRST));
    if (!progress.operation().stopsBy(StopAction.SHUTDOWN) || now.isBefore(due)) {
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
