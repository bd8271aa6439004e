package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An accepted launch.
 *
 * @param id unique per launch
 * @param start starts or resumes the target, last; empty where nothing is started
 * @param stops what stops before
 * @param host the node that is shut down at the end; empty unless one is
 * @param orphans shutdowns of those VMs that earlier launches sent and that are still under way
 * @param action the stop action requested, if any
 * @param acceptedAt when
 * @param client who asked
 */
public record LaunchPlan(
    String id,
    Optional<VmOperation> start,
    List<VmOperation> stops,
    Optional<NodeName> host,
    Map<VmRef, OrphanedShutdown> orphans,
    Optional<StopAction> action,
    Instant acceptedAt,
    String client) {
  /** Copies the collections. */
  public LaunchPlan {
    stops = List.copyOf(stops);
    orphans = Map.copyOf(orphans);
  }

  /** How the stops begin: a shutdown under way is waited for, or overruled by terminate. */
  List<OperationProgress> initialStops() {
    return stops.stream()
        .map(
            operation -> {
              OperationProgress todo = OperationProgress.todo(operation, acceptedAt);
              return orphans.containsKey(operation.vm())
                  ? todo.meeting(orphans.get(operation.vm()), acceptedAt)
                  : todo;
            })
        .toList();
  }
}
