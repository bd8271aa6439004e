package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.launch.LaunchEvent.Looked;
import io.github.riskyproxmox.domain.launch.LaunchEvent.StatusSeen;
import io.github.riskyproxmox.domain.launch.LaunchEvent.TaskSeen;
import io.github.riskyproxmox.domain.pve.TaskOutcome;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.PowerState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** What becomes of an errand when its task or its VM is read. */
final class ObservationTransitions {
  private static final String SUSPENDING = "suspending";
  private static final String STUCK = " (it is left with lock suspending)";
  // PVE::QemuServer::vm_stop, when a guest has not powered off in time.
  private static final Pattern POWERDOWN_TIMEOUT = Pattern.compile("powerdown failed.*got timeout");

  private ObservationTransitions() {}

  static LaunchState looked(LaunchState state, Looked looked) {
    return SendTransitions.ifAt(
        state,
        looked.operation(),
        Stage.LOOKING,
        operation -> {
          Instant at = looked.at();
          if (looked.found().isPresent()) {
            return operation.awaiting(
                looked.found().get().upid(), SendTransitions.deadline(operation, at), at);
          }
          if (looked.reached() || (operation.order().stops() && isGone(looked.status()))) {
            return operation.settled(Stage.DONE, at).saying(manner(operation, looked.status()));
          }
          Instant until = operation.retryPolicy().orElse(at.plus(RetryPolicy.LOOK));
          if (at.isBefore(until)) {
            return operation.at(Stage.LOOKING, at.plus(RetryPolicy.AGAIN)).patientUntil(until);
          }
          return again(operation, at, RetryPolicy.OUTAGE)
              .orElseGet(
                  () -> operation.at(Stage.CHECKING, at).saying("the request never arrived"));
        });
  }

  static LaunchState taskSeen(LaunchState state, TaskSeen seen) {
    OperationProgress operation = state.operations().get(seen.operation());
    if (operation.stage() != Stage.AWAITING || !operation.task().equals(Optional.of(seen.task()))) {
      return state;
    }
    Instant at = seen.at();
    TaskOutcome outcome = seen.outcome();
    OperationProgress after;
    if (outcome instanceof TaskOutcome.Running) {
      if (operation.deadline().filter(at::isAfter).isPresent()) {
        return LaunchCompletion.endless(state, seen.operation(), at);
      }
      // Its log and the VM's status were requests too.
      long besides = seen.logged().stream().count() + seen.status().stream().count();
      Instant next = RetryPolicy.nextReading(operation, state.inFlight() + besides, at);
      after = operation.at(Stage.AWAITING, next).saying(CurrentWait.words(operation, seen));
    } else if (outcome instanceof TaskOutcome.Failed failed) {
      String words = LaunchMessages.failed(failed, seen.logged());
      String noted =
          LaunchMessages.isNote(operation.words()) ? words + "; " + operation.words() : words;
      after = operation.at(Stage.CHECKING, at).saying(noted);
    } else if (outcome instanceof TaskOutcome.Succeeded succeeded) {
      int warnings = succeeded.warnings();
      after = confirming(operation, at).saying(warnings == 0 ? "" : "WARNINGS: " + warnings);
    } else {
      after =
          operation
              .at(Stage.CONFIRMING, at)
              .patientUntil(operation.deadline().orElse(at))
              .saying("Proxmox no longer knows the task");
    }
    return state.with(seen.operation(), after);
  }

  static LaunchState statusSeen(LaunchState state, StatusSeen seen) {
    return switch (state.operations().get(seen.operation()).stage()) {
      case CONFIRMING -> confirmed(state, seen);
      case CHECKING -> checked(state, seen);
      case OVERDUE -> overdue(state, seen);
      default -> state;
    };
  }

  private static LaunchState confirmed(LaunchState state, StatusSeen seen) {
    OperationProgress operation = state.operations().get(seen.operation());
    Instant at = seen.at();
    if (done(operation, seen)) {
      return state.with(
          seen.operation(),
          operation.settled(Stage.DONE, at).saying(manner(operation, seen.status())));
    }
    if (waitsAfterReset(operation, seen.status())) {
      return state.with(
          seen.operation(), operation.by(VmOperation.Verb.RESUME).sending(at, at).saying(""));
    }
    Instant until = operation.retryPolicy().orElse(at);
    if (seen.status().isPresent() && at.isBefore(until)) {
      boolean managed = operation.order().haManaged();
      Duration pace = managed ? RetryPolicy.AGAIN : RetryPolicy.confirming(until, at);
      String words = CurrentWait.words(operation, seen.status(), at);
      return state.with(
          seen.operation(), operation.at(Stage.CONFIRMING, at.plus(pace)).saying(words));
    }
    boolean plain = operation.words().isEmpty() || LaunchMessages.isNote(operation.words());
    boolean late = operation.order().haManaged() && plain;
    return LaunchCompletion.failed(
        state,
        seen.operation(),
        seen.status(),
        late ? LaunchMessages.tooLate(operation.order()) : contradicted(operation, seen.status()),
        at);
  }

  /** Proxmox has stopped waiting for a start that may still come up. */
  private static LaunchState overdue(LaunchState state, StatusSeen seen) {
    OperationProgress operation = state.operations().get(seen.operation());
    Instant at = seen.at();
    if (seen.reached()) {
      return state.with(seen.operation(), operation.settled(Stage.DONE, at).saying(""));
    }
    if (seen.status().isPresent() && at.isBefore(operation.retryPolicy().orElse(at))) {
      return state.with(seen.operation(), operation.at(Stage.OVERDUE, at.plus(RetryPolicy.AGAIN)));
    }
    return LaunchCompletion.failed(
        state, seen.operation(), seen.status(), LaunchMessages.neverCameUp(operation.words()), at);
  }

  /** A reset of what did not run ends in {@code prelaunch} and wants a resume (pve-api.md §14). */
  private static boolean waitsAfterReset(OperationProgress operation, Optional<VmStatus> status) {
    return operation.order().verb() == VmOperation.Verb.RESET
        && status.filter(read -> read.power().resumes()).isPresent();
  }

  /** It was refused or its task failed: that matters only if the VM is not where it should be. */
  private static LaunchState checked(LaunchState state, StatusSeen seen) {
    OperationProgress operation = state.operations().get(seen.operation());
    Instant at = seen.at();
    if (done(operation, seen) || (operation.order().stops() && isGone(seen.status()))) {
      return state.with(
          seen.operation(),
          operation.settled(Stage.DONE, at).saying(manner(operation, seen.status())));
    }
    if (operation.mayComeUp() && seen.status().isPresent()) {
      OperationProgress overdue = operation.at(Stage.OVERDUE, at.plus(RetryPolicy.AGAIN));
      return state.with(seen.operation(), overdue.patientUntil(at.plus(RetryPolicy.OVERDUE)));
    }
    Optional<OperationProgress> again =
        RetryPolicy.retryWindow(operation.words())
            .flatMap(window -> again(operation, at, window))
            .map(
                operationAgain ->
                    meetsLock(operation) ? operationAgain.overruling(true) : operationAgain);
    if (again.isEmpty() && operation.order().stops()) {
      // The status lags behind the task's end: it is not judged by the first reading.
      Instant until = operation.retryPolicy().orElse(at.plus(RetryPolicy.LAG));
      if (at.isBefore(until)) {
        Instant next = at.plus(RetryPolicy.STEP);
        return state.with(seen.operation(), operation.at(Stage.CHECKING, next).patientUntil(until));
      }
    }
    return again
        .map(operationAgain -> state.with(seen.operation(), operationAgain))
        .orElseGet(
            () ->
                LaunchCompletion.failed(
                    state, seen.operation(), seen.status(), reason(operation, seen.status()), at));
  }

  /**
   * Whether it is a plain stop that has just met a lock: it may be held by a shutdown that this
   * agent asked for and has no record of, which a stop of the same token overrules. Once is enough.
   */
  private static boolean meetsLock(OperationProgress operation) {
    VmOperation order = operation.order();
    return order.action().filter(StopAction.TERMINATE::equals).isPresent()
        && !order.haManaged()
        && operation.retryUntil().isEmpty()
        && RetryPolicy.isLock(operation.words());
  }

  /** Back to being sent (a start: after one more look at what is up), if there is time left. */
  private static Optional<OperationProgress> again(
      OperationProgress operation, Instant at, Duration window) {
    Instant until = operation.retryUntil().orElse(at.plus(window));
    if (!at.isBefore(until)) {
      return Optional.empty();
    }
    OperationProgress again = operation.retryingUntil(until);
    Instant next = at.plus(RetryPolicy.AGAIN);
    return Optional.of(
        operation.order().stops() ? again.sending(at, next) : again.at(Stage.SURVEYING, next));
  }

  private static OperationProgress confirming(OperationProgress operation, Instant at) {
    Instant until =
        operation.order().haManaged()
            ? operation.deadline().orElse(at)
            : at.plus(RetryPolicy.CONFIRM);
    return operation.at(Stage.CONFIRMING, at).patientUntil(until);
  }

  private static boolean done(OperationProgress operation, StatusSeen seen) {
    return seen.reached() || (operation.order().stops() && seen.status().isEmpty());
  }

  /** Whether a VM that was to stop holds nothing any more, however it came to that. */
  private static boolean isGone(Optional<VmStatus> status) {
    return status.isEmpty()
        || (!status.get().power().holdsResources()
            && status.get().lock().filter(SUSPENDING::equals).isEmpty());
  }

  /** How a stop was achieved, where it was not as asked. */
  private static String manner(OperationProgress operation, Optional<VmStatus> status) {
    if (!operation.order().stops()) {
      return operation.stage() == Stage.CONFIRMING ? operation.words() : "";
    }
    if (status.isEmpty()) {
      return LaunchMessages.ELSEWHERE;
    }
    return operation.order().hibernates() && status.get().power() != PowerState.HIBERNATED
        ? LaunchMessages.OFF
        : "";
  }

  private static String contradicted(OperationProgress operation, Optional<VmStatus> status) {
    boolean well =
        operation.words().isEmpty()
            || LaunchMessages.isNote(operation.words())
            || operation.words().startsWith("WARNINGS");
    String task = well ? "its Proxmox task ended well" : operation.words();
    String now = status.map(VmStatus::spoken).orElse("gone from its node");
    String guess =
        operation.order().stops() && well && !isStuck(status)
            ? "; somebody or something may have started it again"
            : "";
    return "%s, but it was %s%s%s".formatted(task, now, guess, isStuck(status) ? STUCK : "");
  }

  /** A hibernation that failed leaves its lock, however its task ended. */
  private static boolean isStuck(Optional<VmStatus> status) {
    return status.flatMap(VmStatus::lock).filter(SUSPENDING::equals).isPresent();
  }

  private static String reason(OperationProgress operation, Optional<VmStatus> status) {
    if (isStuck(status)) {
      return operation.words() + STUCK;
    }
    return POWERDOWN_TIMEOUT.matcher(operation.words()).find()
        ? "%s (%s)".formatted(LaunchMessages.tooLate(operation.order()), operation.words())
        : operation.words();
  }
}
