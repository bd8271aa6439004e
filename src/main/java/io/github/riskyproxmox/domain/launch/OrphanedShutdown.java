package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.stop.StopAction;
import java.time.Instant;
import java.util.Optional;

/**
 * A shutdown that an earlier launch asked for and no longer waits for: Proxmox may still be at it,
 * and holds the VM's lock until it ends (pve-api.md §4).
 *
 * @param task PVE's task
 * @param deadline when it has ended at the latest
 */
public record OrphanedShutdown(Upid task, Instant deadline) {
  /** What that errand of a launch that is over has left; empty if it has left no shutdown. */
  public static Optional<OrphanedShutdown> of(OperationProgress operation) {
    VmOperation order = operation.order();
    boolean open = operation.stage() == Stage.LEFT || operation.stage() == Stage.FAILED;
    boolean shutdown = order.action().filter(StopAction.SHUTDOWN::equals).isPresent();
    return open && shutdown && !order.haManaged()
        ? operation
            .task()
            .flatMap(
                task -> operation.deadline().map(deadline -> new OrphanedShutdown(task, deadline)))
        : Optional.empty();
  }
}
