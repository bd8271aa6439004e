package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.launch.LaunchReport.Remedy;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.VmId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells a {@link LaunchState} to people. */
public final class ReportBuilder {
  private final LaunchSequence sequence;

  /** Asks that sequence what is still possible. */
  public ReportBuilder(LaunchSequence sequence) {
    this.sequence = sequence;
  }

  /**
   * The report of that state.
   *
   * @param taskLogLine PVE's last line about the current task
   * @param earlier the launches that are known
   */
  public LaunchReport tell(
      LaunchState state, Optional<String> taskLogLine, List<LaunchState> earlier) {
    VmOperation target = state.start().order();
    return new LaunchReport(
        state.id(),
        target.vm(),
        target.name(),
        state.phase(),
        action(state),
        StepBuilder.of(state),
        state.acceptedAt(),
        state.end().map(LaunchEnd::at),
        deadline(state),
        message(state),
        changed(state),
        unchanged(state),
        stopping(state),
        sequence.canEscalate(state),
        sequence.canCancel(state),
        state.end().isPresent() ? Optional.empty() : taskLogLine,
        remedies(state),
        UsualDuration.of(state, earlier));
  }

  /** As last asked for: a shutdown may have been overtaken. */
  private static Optional<StopAction> action(LaunchState state) {
    return state.stops().stream()
        .map(OperationProgress::order)
        .filter(order -> !order.easyKill() && !order.vm().equals(state.start().order().vm()))
        .flatMap(order -> order.action().stream())
        .filter(StopAction.TERMINATE::equals)
        .findFirst()
        .or(state::action);
  }

  /** The earliest of the ends of what is waited for. */
  private static Optional<Instant> deadline(LaunchState state) {
    return state.operations().stream()
        .filter(operation -> !operation.stage().settled())
        .flatMap(operation -> operation.givesUpAt().stream())
        .min(Instant::compareTo);
  }

  private static String message(LaunchState state) {
    if (state.end().isPresent()) {
      return state.end().get().message();
    }
    return CurrentWait.message(state);
  }

  private static List<String> changed(LaunchState state) {
    List<String> sentences = new ArrayList<>();
    for (OperationProgress operation : state.stops()) {
      String name = operation.order().name();
      boolean asked = !operation.pastTasks().isEmpty() || operation.task().isPresent();
      if (operation.stage() == Stage.DONE) {
        sentences.add(stopped(operation));
      } else if (operation.stage() == Stage.LEFT) {
        sentences.add(
            "%s %s been %s; that cannot be recalled and may still happen."
                .formatted(name, asked ? "had" : "may have", told(operation)));
      } else if (operation.stage() == Stage.FAILED && asked) {
        sentences.add("%s was %s.".formatted(name, told(operation)));
      }
    }
    if (state.start().stage() == Stage.DONE) {
      sentences.add(state.start().order().name() + " was started.");
    } else if (state.start().stage() == Stage.LEFT
        && RetryPolicy.mayComeUp(state.start().words())) {
      sentences.add(LaunchMessages.leftComingUp(state.start().order().name()));
    }
    return sentences;
  }

  private static String stopped(OperationProgress operation) {
    String name = operation.order().name();
    if (operation.words().equals(LaunchMessages.ELSEWHERE)) {
      return name + " is no longer on node " + operation.order().vm().node() + ".";
    }
    return operation.reached().filter(PowerState.HIBERNATED::equals).isPresent()
        ? name + " was hibernated."
        : name + " has stopped.";
  }

  private static String told(OperationProgress operation) {
    String action = operation.order().action().map(StopAction::id).orElse("stop");
    return switch (action) {
      case "shutdown" -> "asked to shut down";
      case "hibernate" -> "told to hibernate";
      case "terminate" -> "told to stop at once";
      default -> "told to stop (%s)".formatted(action);
    };
  }

  private static List<String> unchanged(LaunchState state) {
    if (state.end().isEmpty()) {
      return List.of();
    }
    List<String> sentences = new ArrayList<>();
    for (OperationProgress operation : state.stops()) {
      boolean asked = !operation.pastTasks().isEmpty() || operation.task().isPresent();
      if (operation.stage() == Stage.SKIPPED || (operation.stage() == Stage.FAILED && !asked)) {
        sentences.add(operation.order().name() + " was left alone.");
      }
    }
    if (state.start().stage() == Stage.SKIPPED) {
      sentences.add(state.start().order().name() + " was not started.");
    }
    return sentences;
  }

  private static Set<VmId> stopping(LaunchState state) {
    return state.stops().stream()
        .filter(operation -> state.end().isEmpty() && operation.stage() != Stage.DONE)
        .filter(operation -> operation.stage() != Stage.TODO)
        .map(operation -> operation.order().vm().id())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static List<Remedy> remedies(LaunchState state) {
    LaunchPhase phase = state.phase();
    if (!phase.isOver() || phase == LaunchPhase.SUCCEEDED) {
      return List.of();
    }
    boolean gentleStopFailed =
        state.stops().stream()
            .filter(operation -> operation.stage() == Stage.FAILED)
            .anyMatch(operation -> operation.order().canBeOvertaken());
    return gentleStopFailed
        ? List.of(Remedy.TERMINATE_AND_LAUNCH, Remedy.TRY_AGAIN)
        : List.of(Remedy.TRY_AGAIN);
  }
}
