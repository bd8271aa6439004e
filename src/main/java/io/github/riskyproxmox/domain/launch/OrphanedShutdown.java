package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.stop.StopAction;
import java.time.Instant;
import java.util.Optional;

/**
 * A shutdown that an earlier launch sent and no longer waits for. Proxmox may still be running it,
 * and its task holds the VM's lock until it ends (pve-api.md §4).
 *
 * @param task PVE's task
 * @param deadline when it has ended at the latest
 */
public record OrphanedShutdown(Upid task, Instant deadline) {
  /** The shutdown that an operation of an ended launch has left under way; empty if none. */
  public static Optional<OrphanedShutdown> of(OperationProgress progress) {
    VmOperation operation = progress.operation();
    boolean open = progress.stage() == Stage.LEFT || progress.stage() == Stage.FAILED;
    boolean sent = !operation.isResumingFirst();
    return open && sent && operation.stopsBy(StopAction.SHUTDOWN) && !operation.haManaged()
        ? progress
            .task()
            .flatMap(task -> progress.deadline().map(end -> new OrphanedShutdown(task, end)))
        : Optional.empty();
  }
}
