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
final class Reading {
  private static final String SUSPENDING = "suspending";
  private static final String STUCK = " (it is left with lock suspending)";
  // PVE::QemuServer::vm_stop, when a guest has not powered off in time.
  private static final Pattern POWERDOWN_TIMEOUT = Pattern.compile("powerdown failed.*got timeout");

  private Reading() {}

  static LaunchState looked(LaunchState state, Looked looked) {
    return Sending.ifAt(
        state,
        looked.errand(),
        Stage.LOOKING,
        errand -> {
          Instant at = looked.at();
          if (looked.found().isPresent()) {
            return errand.awaiting(looked.found().get().upid(), Sending.deadline(errand, at), at);
          }
          if (looked.reached() || (errand.order().stops() && isGone(looked.status()))) {
            return errand.settled(Stage.DONE, at).saying(manner(errand, looked.status()));
          }
          Instant until = errand.patience().orElse(at.plus(Patience.LOOK));
          if (at.isBefore(until)) {
            return errand.at(Stage.LOOKING, at.plus(Patience.AGAIN)).patientUntil(until);
          }
          return again(errand, at, Patience.OUTAGE)
              .orElseGet(() -> errand.at(Stage.CHECKING, at).saying("the request never arrived"));
        });
  }

  static LaunchState taskSeen(LaunchState state, TaskSeen seen) {
    Errand errand = state.errands().get(seen.errand());
    if (errand.stage() != Stage.AWAITING || !errand.task().equals(Optional.of(seen.task()))) {
      return state;
    }
    Instant at = seen.at();
    TaskOutcome outcome = seen.outcome();
    Errand after;
    if (outcome instanceof TaskOutcome.Running) {
      if (errand.deadline().filter(at::isAfter).isPresent()) {
        return Endings.endless(state, seen.errand(), at);
      }
      // Its log and the VM's status were requests too.
      long besides = seen.logged().stream().count() + seen.status().stream().count();
      Instant next = Patience.nextReading(errand, state.inFlight() + besides, at);
      after = errand.at(Stage.AWAITING, next).saying(Waiting.words(errand, seen));
    } else if (outcome instanceof TaskOutcome.Failed failed) {
      String words = Words.failed(failed, seen.logged());
      String noted = Words.isNote(errand.words()) ? words + "; " + errand.words() : words;
      after = errand.at(Stage.CHECKING, at).saying(noted);
    } else if (outcome instanceof TaskOutcome.Succeeded succeeded) {
      int warnings = succeeded.warnings();
      after = confirming(errand, at).saying(warnings == 0 ? "" : "WARNINGS: " + warnings);
    } else {
      after =
          errand
              .at(Stage.CONFIRMING, at)
              .patientUntil(errand.deadline().orElse(at))
              .saying("Proxmox no longer knows the task");
    }
    return state.with(seen.errand(), after);
  }

  static LaunchState statusSeen(LaunchState state, StatusSeen seen) {
    return switch (state.errands().get(seen.errand()).stage()) {
      case CONFIRMING -> confirmed(state, seen);
      case CHECKING -> checked(state, seen);
      case OVERDUE -> overdue(state, seen);
      default -> state;
    };
  }

  private static LaunchState confirmed(LaunchState state, StatusSeen seen) {
    Errand errand = state.errands().get(seen.errand());
    Instant at = seen.at();
    if (done(errand, seen)) {
      return state.with(
          seen.errand(), errand.settled(Stage.DONE, at).saying(manner(errand, seen.status())));
    }
    if (waitsAfterReset(errand, seen.status())) {
      return state.with(seen.errand(), errand.by(Order.Verb.RESUME).sending(at, at).saying(""));
    }
    Instant until = errand.patience().orElse(at);
    if (seen.status().isPresent() && at.isBefore(until)) {
      boolean managed = errand.order().haManaged();
      Duration pace = managed ? Patience.AGAIN : Patience.confirming(until, at);
      String words = Waiting.words(errand, seen.status(), at);
      return state.with(seen.errand(), errand.at(Stage.CONFIRMING, at.plus(pace)).saying(words));
    }
    boolean plain = errand.words().isEmpty() || Words.isNote(errand.words());
    boolean late = errand.order().haManaged() && plain;
    return Endings.failed(
        state,
        seen.errand(),
        seen.status(),
        late ? Words.tooLate(errand.order()) : contradicted(errand, seen.status()),
        at);
  }

  /** Proxmox has stopped waiting for a start that may still come up. */
  private static LaunchState overdue(LaunchState state, StatusSeen seen) {
    Errand errand = state.errands().get(seen.errand());
    Instant at = seen.at();
    if (seen.reached()) {
      return state.with(seen.errand(), errand.settled(Stage.DONE, at).saying(""));
    }
    if (seen.status().isPresent() && at.isBefore(errand.patience().orElse(at))) {
      return state.with(seen.errand(), errand.at(Stage.OVERDUE, at.plus(Patience.AGAIN)));
    }
    return Endings.failed(
        state, seen.errand(), seen.status(), Words.neverCameUp(errand.words()), at);
  }

  /** A reset of what did not run ends in {@code prelaunch} and wants a resume (pve-api.md §14). */
  private static boolean waitsAfterReset(Errand errand, Optional<VmStatus> status) {
    return errand.order().verb() == Order.Verb.RESET
        && status.filter(read -> read.power().resumes()).isPresent();
  }

  /** It was refused or its task failed: that matters only if the VM is not where it should be. */
  private static LaunchState checked(LaunchState state, StatusSeen seen) {
    Errand errand = state.errands().get(seen.errand());
    Instant at = seen.at();
    if (done(errand, seen) || (errand.order().stops() && isGone(seen.status()))) {
      return state.with(
          seen.errand(), errand.settled(Stage.DONE, at).saying(manner(errand, seen.status())));
    }
    if (errand.mayComeUp() && seen.status().isPresent()) {
      Errand overdue = errand.at(Stage.OVERDUE, at.plus(Patience.AGAIN));
      return state.with(seen.errand(), overdue.patientUntil(at.plus(Patience.OVERDUE)));
    }
    Optional<Errand> again =
        Patience.retryWindow(errand.words())
            .flatMap(window -> again(errand, at, window))
            .map(errandAgain -> meetsLock(errand) ? errandAgain.overruling(true) : errandAgain);
    if (again.isEmpty() && errand.order().stops()) {
      // The status lags behind the task's end: it is not judged by the first reading.
      Instant until = errand.patience().orElse(at.plus(Patience.LAG));
      if (at.isBefore(until)) {
        Instant next = at.plus(Patience.STEP);
        return state.with(seen.errand(), errand.at(Stage.CHECKING, next).patientUntil(until));
      }
    }
    return again
        .map(errandAgain -> state.with(seen.errand(), errandAgain))
        .orElseGet(
            () ->
                Endings.failed(
                    state, seen.errand(), seen.status(), reason(errand, seen.status()), at));
  }

  /**
   * Whether it is a plain stop that has just met a lock: it may be held by a shutdown that this
   * agent asked for and has no record of, which a stop of the same token overrules. Once is enough.
   */
  private static boolean meetsLock(Errand errand) {
    Order order = errand.order();
    return order.action().filter(StopAction.TERMINATE::equals).isPresent()
        && !order.haManaged()
        && errand.retryUntil().isEmpty()
        && Patience.isLock(errand.words());
  }

  /** Back to being sent (a start: after one more look at what is up), if there is time left. */
  private static Optional<Errand> again(Errand errand, Instant at, Duration window) {
    Instant until = errand.retryUntil().orElse(at.plus(window));
    if (!at.isBefore(until)) {
      return Optional.empty();
    }
    Errand again = errand.retryingUntil(until);
    Instant next = at.plus(Patience.AGAIN);
    return Optional.of(
        errand.order().stops() ? again.sending(at, next) : again.at(Stage.SURVEYING, next));
  }

  private static Errand confirming(Errand errand, Instant at) {
    Instant until =
        errand.order().haManaged() ? errand.deadline().orElse(at) : at.plus(Patience.CONFIRM);
    return errand.at(Stage.CONFIRMING, at).patientUntil(until);
  }

  private static boolean done(Errand errand, StatusSeen seen) {
    return seen.reached() || (errand.order().stops() && seen.status().isEmpty());
  }

  /** Whether a VM that was to stop holds nothing any more, however it came to that. */
  private static boolean isGone(Optional<VmStatus> status) {
    return status.isEmpty()
        || (!status.get().power().holdsResources()
            && status.get().lock().filter(SUSPENDING::equals).isEmpty());
  }

  /** How a stop was achieved, where it was not as asked. */
  private static String manner(Errand errand, Optional<VmStatus> status) {
    if (!errand.order().stops()) {
      return errand.stage() == Stage.CONFIRMING ? errand.words() : "";
    }
    if (status.isEmpty()) {
      return Words.ELSEWHERE;
    }
    return errand.order().hibernates() && status.get().power() != PowerState.HIBERNATED
        ? Words.OFF
        : "";
  }

  private static String contradicted(Errand errand, Optional<VmStatus> status) {
    boolean well =
        errand.words().isEmpty()
            || Words.isNote(errand.words())
            || errand.words().startsWith("WARNINGS");
    String task = well ? "its Proxmox task ended well" : errand.words();
    String now = status.map(VmStatus::spoken).orElse("gone from its node");
    String guess =
        errand.order().stops() && well && !isStuck(status)
            ? "; somebody or something may have started it again"
            : "";
    return "%s, but it was %s%s%s".formatted(task, now, guess, isStuck(status) ? STUCK : "");
  }

  /** A hibernation that failed leaves its lock, however its task ended. */
  private static boolean isStuck(Optional<VmStatus> status) {
    return status.flatMap(VmStatus::lock).filter(SUSPENDING::equals).isPresent();
  }

  private static String reason(Errand errand, Optional<VmStatus> status) {
    if (isStuck(status)) {
      return errand.words() + STUCK;
    }
    return POWERDOWN_TIMEOUT.matcher(errand.words()).find()
        ? "%s (%s)".formatted(Words.tooLate(errand.order()), errand.words())
        : errand.words();
  }
}
