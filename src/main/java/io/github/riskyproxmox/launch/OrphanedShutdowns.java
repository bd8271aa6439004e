package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.OrphanedShutdown;
import io.github.riskyproxmox.domain.launch.VmOperation;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.pve.TaskOutcome;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds shutdowns that earlier launches sent and that are still running at Proxmox. */
final class OrphanedShutdowns {
  private final Proxmox proxmox;
  private final LaunchHistory history;

  OrphanedShutdowns(Proxmox proxmox, LaunchHistory history) {
    this.proxmox = proxmox;
    this.history = history;
  }

  /** Those that the stops would meet, by VM. Asks Proxmox only if the history has one. */
  Map<VmRef, OrphanedShutdown> metBy(List<VmOperation> stops, Instant now) {
    Map<VmRef, OrphanedShutdown> met = new HashMap<>();
    for (VmOperation stop : stops) {
      if (!stop.haManaged()) {
        history
            .orphanedShutdown(stop.vm(), now)
            .filter(orphan -> isUnderWay(orphan.task()))
            .ifPresent(orphan -> met.put(stop.vm(), orphan));
      }
    }
    return met;
  }

  /** If it cannot be read, the stop meets the shutdown's lock, which only costs time. */
  private boolean isUnderWay(Upid task) {
    try {
      return proxmox.task(task).outcome() instanceof TaskOutcome.Running;
    } catch (PveException unreadable) {
      return false;
    }
  }
}
