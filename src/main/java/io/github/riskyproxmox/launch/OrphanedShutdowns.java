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

/** The shutdowns that earlier launches have left behind, and that Proxmox is still at. */
final class OrphanedShutdowns {
  private final Proxmox proxmox;
  private final LaunchHistory record;

  OrphanedShutdowns(Proxmox proxmox, LaunchHistory record) {
    this.proxmox = proxmox;
    this.record = record;
  }

  /** Those that such stops would meet. Proxmox is only asked where the record knows of one. */
  Map<VmRef, OrphanedShutdown> metBy(List<VmOperation> stops, Instant now) {
    Map<VmRef, OrphanedShutdown> met = new HashMap<>();
    for (VmOperation order : stops) {
      if (!order.haManaged()) {
        record
            .leftShutdown(order.vm(), now)
            .filter(left -> isUnderWay(left.task()))
            .ifPresent(left -> met.put(order.vm(), left));
      }
    }
    return met;
  }

  /** Not to know it costs time only: the stop then meets its lock. */
  private boolean isUnderWay(Upid task) {
    try {
      return proxmox.task(task).outcome() instanceof TaskOutcome.Running;
    } catch (PveException unreadable) {
      return false;
    }
  }
}
