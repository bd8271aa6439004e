package io.github.riskyproxmox.monitor;

import io.github.riskyproxmox.domain.launch.LaunchGoal;
import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchStep;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Launch reports for tests. */
public final class Reports {
  private Reports() {}

  /** A launch of that VM in that phase. */
  public static LaunchReport of(Vm target, LaunchPhase phase, Instant now) {
    return of("launch-1", target, phase, List.of(), now);
  }

  /** The same launch after it started its target. */
  public static LaunchReport started(Vm target, Instant now) {
    LaunchStep start =
        step(LaunchStep.Kind.START, target.id(), Optional.of(PowerState.RUNNING), now);
    return of("launch-1", target, LaunchPhase.SUCCEEDED, List.of(start), now);
  }

  /** A step that brought its VM into that state, or that is under way. */
  public static LaunchStep step(
      LaunchStep.Kind kind, VmId vm, Optional<PowerState> reached, Instant now) {
    return new LaunchStep(
        kind,
        vm,
        Message.recorded(kind + " " + vm),
        Optional.empty(),
        reached.isPresent() ? LaunchStep.State.DONE : LaunchStep.State.NOW,
        Optional.of(now),
        reached.map(done -> now),
        Optional.empty(),
        reached,
        List.of());
  }

  /** A launch of that VM with those steps. */
  public static LaunchReport of(
      String id, Vm target, LaunchPhase phase, List<LaunchStep> steps, Instant now) {
    return of(id, LaunchGoal.LAUNCH, target, phase, steps, now);
  }

  /** The same with another goal. */
  public static LaunchReport of(LaunchGoal goal, Vm target, LaunchPhase phase, Instant now) {
    return of("launch-1", goal, target, phase, List.of(), now);
  }

  private static LaunchReport of(
      String id,
      LaunchGoal goal,
      Vm target,
      LaunchPhase phase,
      List<LaunchStep> steps,
      Instant now) {
    return new LaunchReport(
        id,
        goal,
        target.node(),
        Optional.of(target.id()),
        target.name(),
        phase,
        Optional.empty(),
        steps,
        now,
        phase.isOver() ? Optional.of(now) : Optional.empty(),
        Optional.empty(),
        Message.recorded("Launching " + target.name() + "."),
        List.of(),
        List.of(),
        List.of(),
        Set.of(),
        Set.of(),
        false,
        !phase.isOver(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }
}
