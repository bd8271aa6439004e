package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.launch.LaunchEvent.Surveyed;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.vm.Names;
import io.github.riskyproxmox.domain.vm.PowerState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/** What becomes of the launch as a whole. */
final class Lifecycle {
  private Lifecycle() {}

  /** After a crash whatever was about to be sent may have arrived. */
  static LaunchState resumed(LaunchState state, Instant at) {
    if (at.isAfter(resumable(state))) {
      long minutes = Patience.RESUME.toMinutes();
      return Endings.interrupted(
          state, at, "it was begun more than %s minutes ago".formatted(minutes));
    }
    return state
        .resuming(true)
        .mapping(
            errand ->
                errand.at(errand.stage() == Stage.SENDING ? Stage.LOOKING : errand.stage(), at));
  }

  /** A launch ages, but not while something it has asked for still has the time it was given. */
  private static Instant resumable(LaunchState state) {
    Instant aged = state.acceptedAt().plus(Patience.RESUME);
    return state.errands().stream()
        .filter(errand -> !errand.stage().settled())
        .flatMap(
            errand ->
                errand.stage() == Stage.OVERDUE
                    ? errand.patience().stream()
                    : errand.deadline().stream())
        .filter(aged::isBefore)
        .max(Comparator.naturalOrder())
        .orElse(aged);
  }

  static LaunchState surveyed(LaunchState before, Surveyed surveyed) {
    Instant at = surveyed.at();
    LaunchState state = before.answered(before.errands().size() - 1);
    if (state.resuming()) {
      return surveyed.target().isPresent()
          ? state.resuming(false)
          : Endings.interrupted(
              state, at, state.start().order().name() + " is no longer on its node");
    }
    int last = state.errands().size() - 1;
    if (state.start().stage() != Stage.SURVEYING) {
      return state;
    }
    if (surveyed.target().isEmpty()) {
      return Endings.failed(state, last, "it was removed or moved to another node meanwhile", at);
    }
    if (surveyed.target().get().power() == PowerState.RUNNING) {
      return state.with(last, state.start().settled(Stage.DONE, at));
    }
    if (!surveyed.blockers().isEmpty()) {
      String names = Names.list(surveyed.blockers());
      return Endings.failed(state, last, "meanwhile somebody or something started " + names, at);
    }
    if (!surveyed.alsoToGo().isEmpty()) {
      return state.with(last, state.start().at(Stage.TODO, at)).adding(surveyed.alsoToGo(), at);
    }
    VmStatus target = surveyed.target().get();
    boolean crashed = target.power() == PowerState.CRASHED;
    if (crashed && state.start().order().verb() != Order.Verb.RESET) {
      return Endings.failed(state, last, Words.crashed(target), at);
    }
    return state.with(last, crashed ? state.start().sending(at, at) : awake(state, target, at));
  }

  private static Errand awake(LaunchState state, VmStatus target, Instant at) {
    boolean resumes = target.power().resumes();
    return state.start().by(resumes ? Order.Verb.RESUME : Order.Verb.START).sending(at, at);
  }

  static LaunchState escalated(LaunchState state, LaunchEvent.Escalate escalate) {
    Instant at = escalate.at();
    return state.mapping(
        errand -> {
          if (!canBeOvertaken(errand)) {
            return errand;
          }
          Order order = errand.order();
          Order terminate =
              order.terminated(
                  "Asked Proxmox to terminate " + order.name(),
                  allowed(errand, escalate),
                  escalate.taskTypes());
          return errand.instead(terminate, !order.haManaged()).sending(at, at).saying("");
        });
  }

  /** The HA manager's shutdown may hold the lock to its end, and then forces the stop itself. */
  private static Duration allowed(Errand errand, LaunchEvent.Escalate escalate) {
    return errand
        .deadline()
        .filter(deadline -> errand.order().haManaged())
        .map(deadline -> Duration.between(escalate.at(), deadline))
        .filter(left -> left.compareTo(escalate.allowed()) > 0)
        .orElse(escalate.allowed());
  }

  static boolean canBeOvertaken(Errand errand) {
    return errand.order().canBeOvertaken() && errand.stage().inFlight();
  }

  /**
   * A start that is only about to be sent can be held back: nothing is sent while this is heard.
   * One that has failed is not sent again.
   */
  static LaunchState cancelled(LaunchState state, Instant at) {
    Errand start = state.start();
    return start.isStarting() && start.stage() != Stage.SENDING
        ? state
        : Endings.over(state, LaunchPhase.CANCELLED, at, Words.cancelled(start));
  }

  /** Sends one stop after the other, then begins the start, then ends. */
  static LaunchState settled(LaunchState state, Instant at) {
    if (state.end().isPresent() || state.resuming()) {
      return state;
    }
    int last = state.errands().size() - 1;
    if (state.start().stage() == Stage.DONE) {
      String target = state.start().order().name();
      return Endings.over(state, LaunchPhase.SUCCEEDED, at, target + " was started.");
    }
    if (state.cleared()) {
      return state.start().stage() == Stage.TODO
          ? state.with(last, state.start().at(Stage.SURVEYING, at))
          : state;
    }
    boolean sending = state.stops().stream().anyMatch(e -> e.stage() == Stage.SENDING);
    Optional<Integer> todo =
        IntStream.range(0, last)
            .filter(i -> state.errands().get(i).stage() == Stage.TODO)
            .boxed()
            .findFirst();
    return sending || todo.isEmpty()
        ? state
        : state.with(todo.get(), state.errands().get(todo.get()).sending(at, at));
  }
}
