package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How long similar launches took: the same target, and the same VMs stopped the same way. */
public final class UsualDuration {
  private UsualDuration() {}

  /**
   * The median of those that succeeded; empty if none did.
   *
   * @param launch the one to compare with
   * @param earlier launches that are known, itself perhaps included
   */
  public static Optional<Duration> of(LaunchState launch, List<LaunchState> earlier) {
    return median(
        launch.goal(),
        target(launch),
        stopped(launch),
        launch.action(),
        earlier.stream()
            .filter(other -> !other.id().equals(launch.id()))
            .filter(other -> host(other).equals(host(launch)))
            .filter(other -> launch.action().isPresent() || ways(other).equals(ways(launch)))
            .toList());
  }

  /** How each VM stops; they may differ where the client named no action for all. */
  private static Map<VmRef, Optional<StopAction>> ways(LaunchState launch) {
    return launch.stops().stream()
        .map(OperationProgress::operation)
        .collect(Collectors.toMap(VmOperation::vm, VmOperation::action, (one, other) -> other));
  }

  private static Optional<NodeName> host(LaunchState launch) {
    return launch.host().map(HostShutdown::node);
  }

  /** The same for a launch that has not begun, with that action. */
  public static Optional<Duration> of(
      LaunchPreview preview, Optional<StopAction> action, List<LaunchState> earlier) {
    Set<VmRef> inTheWay = preview.inTheWay().stream().map(Vm::ref).collect(Collectors.toSet());
    return median(
        LaunchGoal.LAUNCH, Optional.of(preview.target().ref()), inTheWay, action, earlier);
  }

  /** The same for all launches of that VM, whatever they had to stop. */
  static Optional<Duration> of(VmId target, List<LaunchState> launches) {
    return median(
        launches.stream()
            .filter(launch -> launch.goal() == LaunchGoal.LAUNCH)
            .filter(launch -> target(launch).map(VmRef::id).equals(Optional.of(target))));
  }

  private static Optional<Duration> median(
      LaunchGoal goal,
      Optional<VmRef> target,
      Set<VmRef> stopped,
      Optional<StopAction> action,
      List<LaunchState> earlier) {
    return median(
        earlier.stream()
            .filter(other -> target(other).equals(target) && stopped(other).equals(stopped))
            .filter(other -> other.goal() == goal && other.action().equals(action)));
  }

  private static Optional<Duration> median(Stream<LaunchState> launches) {
    List<Duration> durations = launches.flatMap(launch -> taken(launch).stream()).sorted().toList();
    return durations.isEmpty()
        ? Optional.empty()
        : Optional.of(durations.get((durations.size() - 1) / 2));
  }

  /** How long it took; empty unless it succeeded. */
  static Optional<Duration> taken(LaunchState launch) {
    return launch
        .end()
        .filter(end -> end.phase() == LaunchPhase.SUCCEEDED)
        .map(end -> Duration.between(launch.acceptedAt(), end.at()));
  }

  private static Optional<VmRef> target(LaunchState launch) {
    return launch.target().map(VmOperation::vm);
  }

  private static Set<VmRef> stopped(LaunchState launch) {
    return launch.stops().stream().map(stop -> stop.operation().vm()).collect(Collectors.toSet());
  }
}
