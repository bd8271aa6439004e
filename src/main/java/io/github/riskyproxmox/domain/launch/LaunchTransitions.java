package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.launch.LaunchEvent.Surveyed;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.vm.PowerState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/** Transitions of the launch as a whole. */
final class LaunchTransitions {
  private LaunchTransitions() {}

  /** After a crash, a request that was about to be sent may have arrived. */
  static LaunchState resumed(LaunchState state, Instant at) {
    if (state.host().filter(HostShutdown::sending).isPresent()) {
      // The answer was lost with the agent. A node that is asked twice is switched off twice.
      return HostTransitions.perhapsAsked(state, at);
    }
    if (at.isAfter(resumable(state))) {
      int minutes = (int) RetryPolicy.RESUME.toMinutes();
      return LaunchCompletion.interrupted(state, at, Message.of(MessageKey.TOO_OLD, minutes));
    }
    return state
        .resuming(state.start().isPresent())
        .mapping(
            progress ->
                progress.at(
                    progress.stage() == Stage.SENDING ? Stage.VERIFYING : progress.stage(), at));
  }

  /** Until when it is resumed: longer while a request is still within the time it was given. */
  private static Instant resumable(LaunchState state) {
    Instant aged = state.acceptedAt().plus(RetryPolicy.RESUME);
    return state.operations().stream()
        .filter(progress -> !progress.stage().settled())
        .flatMap(
            progress ->
                progress.stage() == Stage.OVERDUE || progress.operation().hasNoTask()
                    ? progress.waitUntil().stream()
                    : progress.deadline().stream())
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
              state, at, Message.of(MessageKey.NO_LONGER_ON_NODE, state.subject()));
    }
    int last = state.operations().size() - 1;
    Optional<OperationProgress> found = state.start();
    if (found.filter(progress -> progress.stage() == Stage.SURVEYING).isEmpty()) {
      return state;
    }
    OperationProgress start = found.get();
    if (surveyed.target().isEmpty()) {
      return LaunchCompletion.failed(state, last, Message.of(MessageKey.REMOVED), at);
    }
    if (surveyed.target().get().power() == PowerState.RUNNING) {
      return state.with(last, start.settled(Stage.DONE, at));
    }
    if (!surveyed.blockers().isEmpty()) {
      Message cause = Message.of(MessageKey.BLOCKED, surveyed.blockers());
      return LaunchCompletion.failed(state, last, cause, at);
    }
    if (!surveyed.alsoToStop().isEmpty()) {
      return state.with(last, start.at(Stage.TODO, at)).adding(surveyed.alsoToStop(), at);
    }
    VmStatus target = surveyed.target().get();
    boolean crashed = target.power() == PowerState.CRASHED;
    if (crashed && start.operation().verb() != VmOperation.Verb.RESET) {
      Message cause = Message.of(MessageKey.CRASHED, target.powerMessage());
      return LaunchCompletion.failed(state, last, cause, at);
    }
    return state.with(last, crashed ? start.sending(at, at) : starting(start, target, at));
  }

  private static OperationProgress starting(OperationProgress start, VmStatus target, Instant at) {
    boolean resumes = target.power().resumes();
    return start
        .withVerb(resumes ? VmOperation.Verb.RESUME : VmOperation.Verb.START)
        .sending(at, at);
  }

  static LaunchState escalated(LaunchState state, LaunchEvent.Escalate escalate) {
    Instant at = escalate.at();
    return state.mapping(
        progress -> {
          if (!canBeOvertaken(progress)) {
            return progress;
          }
          VmOperation operation = progress.operation();
          VmOperation terminate =
              operation.terminated(allowed(progress, escalate), escalate.taskTypes());
          return progress
              .replacedBy(terminate, !operation.haManaged())
              .sending(at, at)
              .withDetail(Optional.empty());
        });
  }

  /** The HA manager's shutdown may hold the lock to its end, and then forces the stop itself. */
  private static Duration allowed(OperationProgress progress, LaunchEvent.Escalate escalate) {
    return progress
        .deadline()
        .filter(deadline -> progress.operation().haManaged())
        .map(deadline -> Duration.between(escalate.at(), deadline))
        .filter(left -> left.compareTo(escalate.allowed()) > 0)
        .orElse(escalate.allowed());
  }

  static boolean canBeOvertaken(OperationProgress progress) {
    return progress.operation().canBeOvertaken() && progress.stage().inFlight();
  }

  /**
   * What is only about to be sent can be held back: nothing is sent while this event is applied. A
   * start that has failed is not sent again.
   */
  static LaunchState cancelled(LaunchState state, Instant at) {
    boolean sent =
        state
            .start()
            .filter(start -> start.isStarting() && start.stage() != Stage.SENDING)
            .isPresent();
    return sent
        ? state
        : LaunchCompletion.over(
            HostTransitions.unsent(state),
            LaunchPhase.CANCELLED,
            at,
            LaunchCompletion.cancelled(state));
  }

  /** Sends one stop after the other, then begins the start or shuts the node down, then ends. */
  static LaunchState settled(LaunchState state, Instant at) {
    if (state.end().isPresent() || state.resuming()) {
      return state;
    }
    if (state.cleared()) {
      return afterStops(state, at);
    }
    boolean sending = state.stops().stream().anyMatch(stop -> stop.stage() == Stage.SENDING);
    Optional<Integer> todo =
        IntStream.range(0, state.stops().size())
            .filter(i -> state.operations().get(i).stage() == Stage.TODO)
            .boxed()
            .findFirst();
    return sending || todo.isEmpty()
        ? state
        : state.with(todo.get(), state.operations().get(todo.get()).sending(at, at));
  }

  private static LaunchState afterStops(LaunchState state, Instant at) {
    if (state.host().isPresent()) {
      HostShutdown host = state.host().get();
      return host.sending() ? state : state.withHost(host.sending(at));
    }
    Optional<OperationProgress> start = state.start();
    if (start.isEmpty()) {
      return LaunchCompletion.over(
          state, LaunchPhase.SUCCEEDED, at, LaunchCompletion.stopped(state));
    }
    int last = state.operations().size() - 1;
    return switch (start.get().stage()) {
      case TODO -> state.with(last, start.get().at(Stage.SURVEYING, at));
      case DONE ->
          LaunchCompletion.over(
              state, LaunchPhase.SUCCEEDED, at, Message.of(MessageKey.STARTED, state.subject()));
      case SURVEYING, SENDING, VERIFYING, ABORTING, AWAITING, CONFIRMING, CHECKING, OVERDUE ->
          state;
      case FAILED, LEFT, SKIPPED -> state;
    };
  }
}
