package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An accepted launch.
 *
 * @param id unique per launch
 * @param start what is to run in the end
 * @param stops what must go before
 * @param left shutdowns of those, asked for by earlier launches, that are still under way
 * @param action the stop action asked for, if one was
 * @param acceptedAt when
 * @param client who asked
 */
public record LaunchPlan(
    String id,
    VmOperation start,
    List<VmOperation> stops,
    Map<VmRef, OrphanedShutdown> left,
    Optional<StopAction> action,
    Instant acceptedAt,
    String client) {
  /** Copies the collections. */
  public LaunchPlan {
    stops = List.copyOf(stops);
    left = Map.copyOf(left);
  }

  /** The stops as they begin: a shutdown under way is waited for, or overruled by terminate. */
  List<OperationProgress> stopsBegun() {
    return stops.stream()
        .map(
            order -> {
              OperationProgress todo = OperationProgress.todo(order, acceptedAt);
              return left.containsKey(order.vm())
                  ? todo.meeting(left.get(order.vm()), acceptedAt)
                  : todo;
            })
        .toList();
  }
}
