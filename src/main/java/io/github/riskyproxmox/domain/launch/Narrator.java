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
public final class Narrator {
  private final LaunchSequence sequence;

  /** Asks that sequence what is still possible. */
  public Narrator(LaunchSequence sequence) {
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
    Order target = state.start().order();
    return new LaunchReport(
        state.id(),
        target.vm(),
        target.name(),
        state.phase(),
        action(state),
        Steps.of(state),
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
        .map(Errand::order)
        .filter(order -> !order.easyKill() && !order.vm().equals(state.start().order().vm()))
        .flatMap(order -> order.action().stream())
        .filter(StopAction.TERMINATE::equals)
        .findFirst()
        .or(state::action);
  }

  /** The earliest of the ends of what is waited for. */
  private static Optional<Instant> deadline(LaunchState state) {
    return state.errands().stream()
        .filter(errand -> !errand.stage().settled())
        .flatMap(errand -> errand.givesUpAt().stream())
        .min(Instant::compareTo);
  }

  private static String message(LaunchState state) {
    if (state.end().isPresent()) {
      return state.end().get().message();
    }
    return Waiting.message(state);
  }

  private static List<String> changed(LaunchState state) {
    List<String> sentences = new ArrayList<>();
    for (Errand errand : state.stops()) {
      String name = errand.order().name();
      boolean asked = !errand.pastTasks().isEmpty() || errand.task().isPresent();
      if (errand.stage() == Stage.DONE) {
        sentences.add(stopped(errand));
      } else if (errand.stage() == Stage.LEFT) {
        sentences.add(
            "%s %s been %s; that cannot be recalled and may still happen."
                .formatted(name, asked ? "had" : "may have", told(errand)));
      } else if (errand.stage() == Stage.FAILED && asked) {
        sentences.add("%s was %s.".formatted(name, told(errand)));
      }
    }
    if (state.start().stage() == Stage.DONE) {
      sentences.add(state.start().order().name() + " was started.");
    } else if (state.start().stage() == Stage.LEFT && Patience.mayComeUp(state.start().words())) {
      sentences.add(Words.leftComingUp(state.start().order().name()));
    }
    return sentences;
  }

  private static String stopped(Errand errand) {
    String name = errand.order().name();
    if (errand.words().equals(Words.ELSEWHERE)) {
      return name + " is no longer on node " + errand.order().vm().node() + ".";
    }
    return errand.reached().filter(PowerState.HIBERNATED::equals).isPresent()
        ? name + " was hibernated."
        : name + " has stopped.";
  }

  private static String told(Errand errand) {
    String action = errand.order().action().map(StopAction::id).orElse("stop");
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
    for (Errand errand : state.stops()) {
      boolean asked = !errand.pastTasks().isEmpty() || errand.task().isPresent();
      if (errand.stage() == Stage.SKIPPED || (errand.stage() == Stage.FAILED && !asked)) {
        sentences.add(errand.order().name() + " was left alone.");
      }
    }
    if (state.start().stage() == Stage.SKIPPED) {
      sentences.add(state.start().order().name() + " was not started.");
    }
    return sentences;
  }

  private static Set<VmId> stopping(LaunchState state) {
    return state.stops().stream()
        .filter(errand -> state.end().isEmpty() && errand.stage() != Stage.DONE)
        .filter(errand -> errand.stage() != Stage.TODO)
        .map(errand -> errand.order().vm().id())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static List<Remedy> remedies(LaunchState state) {
    LaunchPhase phase = state.phase();
    if (!phase.isOver() || phase == LaunchPhase.SUCCEEDED) {
      return List.of();
    }
    boolean gentleStopFailed =
        state.stops().stream()
            .filter(errand -> errand.stage() == Stage.FAILED)
            .anyMatch(errand -> errand.order().canBeOvertaken());
    return gentleStopFailed
        ? List.of(Remedy.TERMINATE_AND_LAUNCH, Remedy.TRY_AGAIN)
        : List.of(Remedy.TRY_AGAIN);
  }
}
