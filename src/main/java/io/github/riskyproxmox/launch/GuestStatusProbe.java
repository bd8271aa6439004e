package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.OperationProgress;
import io.github.riskyproxmox.domain.pve.AgentReport;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at guests while they stop. It reads the status during a shutdown, because it can tell why
 * the shutdown takes long (pve-api.md §14), and asks the agent of a guest that saves itself whether
 * it came back. A reading that fails is left out. For one thread.
 */
final class GuestStatusProbe {
  private static final Duration FIRST = Duration.ofSeconds(3);
  private static final Duration EVERY = Duration.ofSeconds(10);

  /** A guest that saves itself still answers for some seconds. */
  private static final Duration SAVING = Duration.ofSeconds(60);

  private final Proxmox proxmox;
  private final GuestAgents agents;
  private final LaunchClock launchClock;
  private final Map<VmRef, Instant> next = new HashMap<>();

  GuestStatusProbe(Proxmox proxmox, LaunchClock launchClock) {
    this.proxmox = proxmox;
    this.agents = new GuestAgents(proxmox, launchClock::now);
    this.launchClock = launchClock;
  }

  /**
   * Whether a guest that was to save itself and power off answers again instead. Asked now and
   * then; false in between, and while the VM does not run.
   */
  boolean isBack(OperationProgress progress, Optional<VmStatus> status) {
    VmRef vm = progress.operation().vm();
    Instant now = launchClock.now();
    Instant due = next.getOrDefault(vm, progress.sentAt().orElse(now).plus(SAVING));
    boolean runs = status.filter(read -> read.power() == PowerState.RUNNING).isPresent();
    if (!progress.operation().hasNoTask() || !runs || now.isBefore(due)) {
      return false;
    }
    next.put(vm, now.plus(EVERY));
    return agents.now(vm) instanceof AgentReport.Answering;
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
