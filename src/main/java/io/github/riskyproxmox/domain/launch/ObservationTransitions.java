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
import java.util.regex.Pattern;

/** Transitions of an operation whose task or VM was read. */
final class ObservationTransitions {
  private static final String SUSPENDING = "suspending";
  // PVE::QemuServer::vm_stop and PVE::LXC::vm_stop, when a guest has not powered off in time.
  private static final Pattern POWERDOWN_TIMEOUT =
      Pattern.compile("powerdown failed.*got timeout|^container did not stop");

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
                .withDetail(deviation(progress, checked.status()));
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
              progress.at(Stage.CHECKING, at).withDetail(failure(progress, failed, seen.logged()));
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
      Message cause = perhapsAsked(progress, Message.of(MessageKey.CAME_BACK));
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
            ? perhapsAsked(progress, tooLate(progress.operation()))
            : contradicted(progress, seen.status()),
        at);
  }

  /** Why a guest did not save itself, where it may not have been asked. */
  private static Message perhapsAsked(OperationProgress progress, Message cause) {
    return progress.has(MessageKey.NOT_ASKED_AGAIN)
        ? Message.of(MessageKey.PERHAPS_NOT_ASKED, cause)
        : cause;
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
    Message cause = Message.of(MessageKey.NEVER_CAME_UP, cause(progress), RetryPolicy.OVERDUE);
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
        state, seen.index(), seen.status(), reason(progress, seen.status()), at);
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
    return progress.settled(Stage.DONE, seen.at()).withDetail(deviation(progress, seen.status()));
  }

  /** Whether a VM that was to stop holds no resources any more, for whatever reason. */
  private static boolean isGone(Optional<VmStatus> status) {
    return status.isEmpty()
        || (!status.get().power().holdsResources()
            && status.get().lock().filter(SUSPENDING::equals).isEmpty());
  }

  /** How an operation was completed, where it was not as requested. */
  private static Optional<Message> deviation(
      OperationProgress progress, Optional<VmStatus> status) {
    if (!progress.operation().stops()) {
      return progress.stage() == Stage.CONFIRMING ? progress.detail() : Optional.empty();
    }
    if (status.isEmpty()) {
      return Optional.of(Message.of(MessageKey.ELSEWHERE));
    }
    if (progress.operation().hasNoTask() && progress.stage() != Stage.CHECKING) {
      return Optional.of(Message.of(MessageKey.SAVED_BY_GUEST));
    }
    return progress.operation().hibernates() && status.get().power() != PowerState.HIBERNATED
        ? Optional.of(Message.of(MessageKey.NOT_SAVED))
        : Optional.empty();
  }

  /** PVE's own words for a failed task with what its log adds, and the remark on its guest. */
  private static Message failure(
      OperationProgress progress, TaskOutcome.Failed failed, Optional<String> logged) {
    String words =
        logged
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !failed.words().contains(line))
            .map(line -> "%s (%s)".formatted(failed.words(), line))
            .orElse(failed.words());
    return progress.hasRemark()
        ? Message.of(MessageKey.REMARKED, Message.ofWords(words), cause(progress))
        : Message.ofWords(words);
  }

  private static Message tooLate(VmOperation operation) {
    MessageKey key =
        operation.stopsBy(StopAction.SHUTDOWN)
            ? MessageKey.NOT_SHUT_DOWN_WITHIN
            : operation.stops() ? MessageKey.NOT_GONE_WITHIN : MessageKey.NOT_RUNNING_WITHIN;
    return Message.of(key, operation.allowed());
  }

  private static Message contradicted(OperationProgress progress, Optional<VmStatus> status) {
    boolean well =
        progress.detail().isEmpty() || progress.hasRemark() || progress.has(MessageKey.WARNINGS);
    Message cause = well ? Message.of(MessageKey.TASK_ENDED_WELL) : cause(progress);
    Message now = status.map(VmStatus::powerMessage).orElseGet(() -> Message.of(MessageKey.GONE));
    boolean startedAgain = progress.operation().stops() && well && !isStuck(status);
    MessageKey key = startedAgain ? MessageKey.CONTRADICTED_AGAIN : MessageKey.CONTRADICTED;
    return stuck(Message.of(key, cause, now), status);
  }

  private static Message reason(OperationProgress progress, Optional<VmStatus> status) {
    Message cause = cause(progress);
    boolean timeout = POWERDOWN_TIMEOUT.matcher(progress.words()).find();
    return timeout && !isStuck(status)
        ? Message.of(MessageKey.TOO_LATE, tooLate(progress.operation()), cause)
        : stuck(cause, status);
  }

  private static Message stuck(Message cause, Optional<VmStatus> status) {
    return isStuck(status) ? Message.of(MessageKey.STUCK, cause) : cause;
  }

  /** A hibernation that failed leaves its lock, however its task ended. */
  private static boolean isStuck(Optional<VmStatus> status) {
    return status.flatMap(VmStatus::lock).filter(SUSPENDING::equals).isPresent();
  }

  private static Message cause(OperationProgress progress) {
    return progress.detail().orElseGet(() -> Message.ofWords(""));
  }
}
