package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.launch.LaunchEvent.SendChecked;
import io.github.riskyproxmox.domain.launch.LaunchEvent.StatusSeen;
import io.github.riskyproxmox.domain.launch.LaunchEvent.TaskSeen;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.pve.TaskOutcome;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.PowerState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Transitions of an operation whose task or VM was read. */
final class ObservationTransitions {
  private ObservationTransitions() {}

  static LaunchState sendChecked(LaunchState state, SendChecked checked) {
    return SendTransitions.ifAt(
        state,
        checked.index(),
        Stage.VERIFYING,
        progress -> {
          Instant at = checked.at();
          if (checked.found().isPresent()) {
            return progress.awaiting(
                checked.found().get().upid(), SendTransitions.deadline(progress, at), at);
          }
          if (checked.reached() || (progress.operation().stops() && isGone(checked.status()))) {
            return progress
                .settled(Stage.DONE, at)
                .withDetail(OutcomeMessages.deviation(progress, checked.status()));
          }
          if (isResumed(progress, checked.status())) {
            return stopping(progress, at);
          }
          if (progress.operation().hasNoTask()) {
            Instant sentAt = progress.sentAt().orElse(at);
            return progress
                .watchingUnsure(SendTransitions.deadline(progress, sentAt), at)
                .withDetail(Message.of(MessageKey.NOT_ASKED_AGAIN));
          }
          Instant until = progress.waitUntil().orElse(at.plus(RetryPolicy.SEND_CHECK));
          if (at.isBefore(until)) {
            return progress.at(Stage.VERIFYING, at.plus(RetryPolicy.AGAIN)).waitingUntil(until);
          }
          return again(progress, at, RetryPolicy.OUTAGE)
              .orElseGet(
                  () ->
                      progress
                          .at(Stage.CHECKING, at)
                          .withDetail(Message.of(MessageKey.NEVER_ARRIVED)));
        });
  }

  static LaunchState taskSeen(LaunchState state, TaskSeen seen) {
    OperationProgress progress = state.operations().get(seen.index());
    if (progress.stage() != Stage.AWAITING || !progress.task().equals(Optional.of(seen.task()))) {
      return state;
    }
    Instant at = seen.at();
    boolean late = progress.deadline().filter(at::isAfter).isPresent();
    if (seen.outcome() instanceof TaskOutcome.Running && late) {
      return LaunchCompletion.endless(state, seen.index(), at);
    }
    OperationProgress after =
        switch (seen.outcome()) {
          case TaskOutcome.Running running -> {
            // Its log and the VM's status were requests too.
            long more = seen.logged().stream().count() + seen.status().stream().count();
            Instant next = RetryPolicy.nextPoll(progress, state.inFlight() + more, at);
            yield progress.at(Stage.AWAITING, next).withDetail(CurrentWait.detail(progress, seen));
          }
          case TaskOutcome.Failed failed ->
              progress
                  .at(Stage.CHECKING, at)
                  .withDetail(OutcomeMessages.failure(progress, failed, seen.logged()));
          case TaskOutcome.Succeeded succeeded ->
              confirming(progress, at)
                  .withDetail(
                      Optional.of(succeeded.warnings())
                          .filter(count -> count > 0)
                          .map(count -> Message.of(MessageKey.WARNINGS, count)));
          case TaskOutcome.Vanished vanished ->
              progress
                  .at(Stage.CONFIRMING, at)
                  .waitingUntil(progress.deadline().orElse(at))
                  .withDetail(Message.of(MessageKey.TASK_FORGOTTEN));
        };
    return state.with(seen.index(), after);
  }

  static LaunchState statusSeen(LaunchState state, StatusSeen seen) {
    return switch (state.operations().get(seen.index()).stage()) {
      case CONFIRMING -> confirmed(state, seen);
      case CHECKING -> checked(state, seen);
      case OVERDUE -> overdue(state, seen);
      case TODO, SURVEYING, SENDING, VERIFYING, ABORTING, AWAITING, DONE, FAILED, LEFT, SKIPPED ->
          state;
    };
  }

  private static LaunchState confirmed(LaunchState state, StatusSeen seen) {
    OperationProgress progress = state.operations().get(seen.index());
    Instant at = seen.at();
    if (isDone(progress, seen)) {
      return state.with(seen.index(), done(progress, seen));
    }
    if (waitsAfterReset(progress, seen.status())) {
      return state.with(
          seen.index(),
          progress.withVerb(VmOperation.Verb.RESUME).sending(at, at).withDetail(Optional.empty()));
    }
    if (isResumed(progress, seen.status())) {
      return state.with(seen.index(), stopping(progress, at));
    }
    boolean noTask = progress.operation().hasNoTask();
    if (seen.answering()) {
      Message cause = OutcomeMessages.perhapsAsked(progress, Message.of(MessageKey.CAME_BACK));
      return LaunchCompletion.failed(state, seen.index(), seen.status(), cause, at);
    }
    boolean watched = progress.operation().haManaged() || noTask;
    Instant until = progress.waitUntil().orElse(at);
    if (seen.status().isPresent() && at.isBefore(until)) {
      Duration pace = watched ? RetryPolicy.AGAIN : RetryPolicy.confirming(until, at);
      return state.with(
          seen.index(),
          progress
              .at(Stage.CONFIRMING, at.plus(pace))
              .withDetail(CurrentWait.detail(progress, seen.status(), at)));
    }
    boolean late = noTask || (watched && (progress.detail().isEmpty() || progress.hasRemark()));
    return LaunchCompletion.failed(
        state,
        seen.index(),
        seen.status(),
        late
            ? OutcomeMessages.perhapsAsked(progress, OutcomeMessages.tooLate(progress.operation()))
            : OutcomeMessages.contradicted(progress, seen.status()),
        at);
  }

  /** Proxmox has stopped waiting for a start that may still come up. */
  private static LaunchState overdue(LaunchState state, StatusSeen seen) {
    OperationProgress progress = state.operations().get(seen.index());
    Instant at = seen.at();
    if (seen.reached()) {
      return state.with(
          seen.index(), progress.settled(Stage.DONE, at).withDetail(Optional.empty()));
    }
    if (seen.status().isPresent() && at.isBefore(progress.waitUntil().orElse(at))) {
      return state.with(seen.index(), progress.at(Stage.OVERDUE, at.plus(RetryPolicy.AGAIN)));
    }
    Message cause =
        Message.of(MessageKey.NEVER_CAME_UP, OutcomeMessages.cause(progress), RetryPolicy.OVERDUE);
    return LaunchCompletion.failed(state, seen.index(), seen.status(), cause, at);
  }

  /**
   * A reset of a VM that did not run ends in {@code prelaunch} and needs a resume (pve-api.md §14).
   */
  private static boolean waitsAfterReset(OperationProgress progress, Optional<VmStatus> status) {
    return progress.operation().verb() == VmOperation.Verb.RESET
        && status.filter(read -> read.power().resumes()).isPresent();
  }

  /** Whether a VM that is resumed only to hear its shutdown runs now. */
  private static boolean isResumed(OperationProgress progress, Optional<VmStatus> status) {
    return progress.operation().isResumingFirst()
        && status.filter(read -> read.power() == PowerState.RUNNING).isPresent();
  }

  private static OperationProgress stopping(OperationProgress progress, Instant at) {
    return progress.goingOn(progress.operation().withVerb(VmOperation.Verb.STOP), at);
  }

  /**
   * Whether a guest hears no shutdown because it fell asleep or was paused since the launch was
   * planned (pve-api.md §14). Once only: one that falls asleep again ends the launch.
   */
  private static boolean sleepsMeanwhile(OperationProgress progress, Optional<VmStatus> status) {
    return progress.operation().stopsBy(StopAction.SHUTDOWN)
        && progress.operation().stop().filter(VmOperation.Stop::resumesFirst).isEmpty()
        && status
            .filter(read -> read.lock().isEmpty())
            .filter(read -> read.power().isHalted())
            .isPresent();
  }

  /** It was refused or its task failed: that matters only if the VM is not where it should be. */
  private static LaunchState checked(LaunchState state, StatusSeen seen) {
    OperationProgress progress = state.operations().get(seen.index());
    Instant at = seen.at();
    if (isDone(progress, seen) || (progress.operation().stops() && isGone(seen.status()))) {
      return state.with(seen.index(), done(progress, seen));
    }
    if (isResumed(progress, seen.status())) {
      return state.with(seen.index(), stopping(progress, at));
    }
    if (sleepsMeanwhile(progress, seen.status())) {
      VmOperation resumed = progress.operation().resumingFirst();
      return state.with(seen.index(), progress.goingOn(resumed, at));
    }
    if (progress.mayComeUp() && seen.status().isPresent()) {
      OperationProgress overdue = progress.at(Stage.OVERDUE, at.plus(RetryPolicy.AGAIN));
      return state.with(seen.index(), overdue.waitingUntil(at.plus(RetryPolicy.OVERDUE)));
    }
    Optional<OperationProgress> again =
        RetryPolicy.retryWindow(progress.words())
            .flatMap(window -> again(progress, at, window))
            .map(retry -> mayOverrule(progress) ? retry.overruling(true) : retry);
    if (again.isPresent()) {
      return state.with(seen.index(), again.get());
    }
    if (progress.operation().stops()) {
      // The status lags behind the task's end, so the first reading does not decide.
      Instant until = progress.waitUntil().orElse(at.plus(RetryPolicy.STATUS_LAG));
      if (at.isBefore(until)) {
        Instant next = at.plus(RetryPolicy.STATUS_LAG_POLL);
        return state.with(seen.index(), progress.at(Stage.CHECKING, next).waitingUntil(until));
      }
    }
    return LaunchCompletion.failed(
        state, seen.index(), seen.status(), OutcomeMessages.reason(progress, seen.status()), at);
  }

  /**
   * Whether it is a plain stop that met a lock for the first time. A shutdown may hold it that this
   * agent sent and no longer knows; a stop of the same token overrules that shutdown.
   */
  private static boolean mayOverrule(OperationProgress progress) {
    VmOperation operation = progress.operation();
    return operation.stopsBy(StopAction.TERMINATE)
        && !operation.haManaged()
        && progress.retryUntil().isEmpty()
        && RetryPolicy.isLock(progress.words());
  }

  /** Back to being sent (a start: after another survey of the node), if there is time left. */
  private static Optional<OperationProgress> again(
      OperationProgress progress, Instant at, Duration window) {
    Instant until = progress.retryUntil().orElse(at.plus(window));
    if (!at.isBefore(until)) {
      return Optional.empty();
    }
    OperationProgress again = progress.retryingUntil(until);
    Instant next = at.plus(RetryPolicy.AGAIN);
    return Optional.of(
        progress.operation().stops() ? again.sending(at, next) : again.at(Stage.SURVEYING, next));
  }

  private static OperationProgress confirming(OperationProgress progress, Instant at) {
    Instant until =
        progress.operation().haManaged()
            ? progress.deadline().orElse(at)
            : at.plus(RetryPolicy.CONFIRM);
    return progress.at(Stage.CONFIRMING, at).waitingUntil(until);
  }

  private static boolean isDone(OperationProgress progress, StatusSeen seen) {
    return seen.reached() || (progress.operation().stops() && seen.status().isEmpty());
  }

  private static OperationProgress done(OperationProgress progress, StatusSeen seen) {
    return progress
        .settled(Stage.DONE, seen.at())
        .withDetail(OutcomeMessages.deviation(progress, seen.status()));
  }

  /** Whether a VM that was to stop holds no resources any more, for whatever reason. */
  private static boolean isGone(Optional<VmStatus> status) {
    return status.isEmpty()
        || (!status.get().power().holdsResources() && !status.get().isSuspending());
  }
}
