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
public record LeftShutdown(Upid task, Instant deadline) {
  /** What that errand of a launch that is over has left; empty if it has left no shutdown. */
  public static Optional<LeftShutdown> of(Errand errand) {
    Order order = errand.order();
    boolean open = errand.stage() == Stage.LEFT || errand.stage() == Stage.FAILED;
    boolean shutdown = order.action().filter(StopAction.SHUTDOWN::equals).isPresent();
    return open && shutdown && !order.haManaged()
        ? errand
            .task()
            .flatMap(task -> errand.deadline().map(deadline -> new LeftShutdown(task, deadline)))
        : Optional.empty();
  }
}
