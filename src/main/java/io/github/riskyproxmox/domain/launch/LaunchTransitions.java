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
final class LaunchTransitions {
  private LaunchTransitions() {}

  /** After a crash whatever was about to be sent may have arrived. */
  static LaunchState resumed(LaunchState state, Instant at) {
    if (at.isAfter(resumable(state))) {
      long minutes = RetryPolicy.RESUME.toMinutes();
      return LaunchCompletion.interrupted(
          state, at, "it was begun more than %s minutes ago".formatted(minutes));
    }
    return state
        .resuming(true)
        .mapping(
            operation ->
                operation.at(
                    operation.stage() == Stage.SENDING ? Stage.LOOKING : operation.stage(), at));
  }

  /** A launch ages, but not while something it has asked for still has the time it was given. */
  private static Instant resumable(LaunchState state) {
    Instant aged = state.acceptedAt().plus(RetryPolicy.RESUME);
    return state.operations().stream()
        .filter(operation -> !operation.stage().settled())
        .flatMap(
            operation ->
                operation.stage() == Stage.OVERDUE
                    ? operation.retryPolicy().stream()
                    : operation.deadline().stream())
        .filter(aged::isBefore)
        .max(Comparator.naturalOrder())
        .orElse(aged);
  }

  static LaunchState surveyed(LaunchState before, Surveyed surveyed) {
    Instant at = surveyed.at();
    LaunchState state = before.answered(before.operations().size() - 1);
    if (state.resuming()) {
      return surveyed.target().isPresent()
          ? state.resuming(false)
          : LaunchCompletion.interrupted(
              state, at, state.start().order().name() + " is no longer on its node");
    }
    int last = state.operations().size() - 1;
    if (state.start().stage() != Stage.SURVEYING) {
      return state;
    }
    if (surveyed.target().isEmpty()) {
      return LaunchCompletion.failed(
          state, last, "it was removed or moved to another node meanwhile", at);
    }
    if (surveyed.target().get().power() == PowerState.RUNNING) {
      return state.with(last, state.start().settled(Stage.DONE, at));
    }
    if (!surveyed.blockers().isEmpty()) {
      String names = Names.list(surveyed.blockers());
      return LaunchCompletion.failed(
          state, last, "meanwhile somebody or something started " + names, at);
    }
    if (!surveyed.alsoToGo().isEmpty()) {
      return state.with(last, state.start().at(Stage.TODO, at)).adding(surveyed.alsoToGo(), at);
    }
    VmStatus target = surveyed.target().get();
    boolean crashed = target.power() == PowerState.CRASHED;
    if (crashed && state.start().order().verb() != VmOperation.Verb.RESET) {
      return LaunchCompletion.failed(state, last, LaunchMessages.crashed(target), at);
    }
    return state.with(last, crashed ? state.start().sending(at, at) : awake(state, target, at));
  }

  private static OperationProgress awake(LaunchState state, VmStatus target, Instant at) {
    boolean resumes = target.power().resumes();
    return state
        .start()
        .by(resumes ? VmOperation.Verb.RESUME : VmOperation.Verb.START)
        .sending(at, at);
  }

  static LaunchState escalated(LaunchState state, LaunchEvent.Escalate escalate) {
    Instant at = escalate.at();
    return state.mapping(
        operation -> {
          if (!canBeOvertaken(operation)) {
            return operation;
          }
          VmOperation order = operation.order();
          VmOperation terminate =
              order.terminated(
                  "Asked Proxmox to terminate " + order.name(),
                  allowed(operation, escalate),
                  escalate.taskTypes());
          return operation.instead(terminate, !order.haManaged()).sending(at, at).saying("");
        });
  }

  /** The HA manager's shutdown may hold the lock to its end, and then forces the stop itself. */
  private static Duration allowed(OperationProgress operation, LaunchEvent.Escalate escalate) {
    return operation
        .deadline()
        .filter(deadline -> operation.order().haManaged())
        .map(deadline -> Duration.between(escalate.at(), deadline))
        .filter(left -> left.compareTo(escalate.allowed()) > 0)
        .orElse(escalate.allowed());
  }

  static boolean canBeOvertaken(OperationProgress operation) {
    return operation.order().canBeOvertaken() && operation.stage().inFlight();
  }

  /**
   * A start that is only about to be sent can be held back: nothing is sent while this is heard.
   * One that has failed is not sent again.
   */
  static LaunchState cancelled(LaunchState state, Instant at) {
    OperationProgress start = state.start();
    return start.isStarting() && start.stage() != Stage.SENDING
        ? state
        : LaunchCompletion.over(state, LaunchPhase.CANCELLED, at, LaunchMessages.cancelled(start));
  }

  /** Sends one stop after the other, then begins the start, then ends. */
  static LaunchState settled(LaunchState state, Instant at) {
    if (state.end().isPresent() || state.resuming()) {
      return state;
    }
    int last = state.operations().size() - 1;
    if (state.start().stage() == Stage.DONE) {
      String target = state.start().order().name();
      return LaunchCompletion.over(state, LaunchPhase.SUCCEEDED, at, target + " was started.");
    }
    if (state.cleared()) {
      return state.start().stage() == Stage.TODO
          ? state.with(last, state.start().at(Stage.SURVEYING, at))
          : state;
    }
    boolean sending = state.stops().stream().anyMatch(e -> e.stage() == Stage.SENDING);
    Optional<Integer> todo =
        IntStream.range(0, last)
            .filter(i -> state.operations().get(i).stage() == Stage.TODO)
            .boxed()
            .findFirst();
    return sending || todo.isEmpty()
        ? state
        : state.with(todo.get(), state.operations().get(todo.get()).sending(at, at));
  }
}
