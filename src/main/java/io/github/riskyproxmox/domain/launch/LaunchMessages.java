package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.pve.PveWords;
import io.github.riskyproxmox.domain.pve.TaskOutcome;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.PowerState;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** The sentences a launch speaks in. */
final class LaunchMessages {
  /** Of a stop whose VM is no longer on its node. */
  static final String ELSEWHERE = "it is no longer on its node";

  /** Of a hibernation whose VM is off instead. */
  static final String OFF = "it is off, without its memory saved";

  /** Of a shutdown that an earlier launch asked for. */
  static final String ADOPTED = "this shutdown was already under way";

  private static final String UNHEARD_BY =
      "%s had only just been started when it was asked to shut down: a guest in its firmware or"
          + " boot loader does not hear that";
  private static final String POWERED_OFF_BY =
      "%s has powered off, but its QEMU is still there: Proxmox's event daemon (qmeventd) has not"
          + " noticed, or a backup of it is under way";

  /** Of a shutdown that was asked for too soon after the start (pve-api.md §14). */
  static final String UNHEARD = UNHEARD_BY.formatted("it");

  /** Of a shutdown that the guest has carried out, and Proxmox has not seen (pve-api.md §14). */
  static final String POWERED_OFF = POWERED_OFF_BY.formatted("it");

  private LaunchMessages() {}

  /** {@code 3:00}, or {@code 1:02:03}. */
  static String clock(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  /** Whether those words are only about the guest, and not Proxmox's about the task. */
  static boolean isNote(String words) {
    return words.equals(UNHEARD) || words.equals(POWERED_OFF);
  }

  /** What is known of the guest that is to shut down, and what to do; empty if nothing is. */
  static Optional<String> note(OperationProgress operation) {
    String name = operation.order().name();
    if (operation.words().equals(UNHEARD)) {
      return Optional.of(UNHEARD_BY.formatted(name) + ". If it stays up, terminate it.");
    }
    return operation.words().equals(POWERED_OFF)
        ? Optional.of(POWERED_OFF_BY.formatted(name) + ". It can be terminated without loss.")
        : Optional.empty();
  }

  /** Proxmox has stopped waiting for the start. */
  static String overdue(String target) {
    return "Proxmox has stopped waiting for %s to start, but it may still come up. The agent looks for up to %s."
        .formatted(target, clock(RetryPolicy.OVERDUE));
  }

  /** The launch was cancelled in that state of its start. */
  static String cancelled(OperationProgress start) {
    String target = start.order().name();
    return start.mayComeUp()
        ? "Cancelled: %s is no longer waited for. %s".formatted(target, leftComingUp(target))
        : "Cancelled: %s will not be started.".formatted(target);
  }

  /** Nobody waits for the start any longer. */
  static String leftComingUp(String target) {
    return "%s may still come up: Proxmox has only stopped waiting for its start."
        .formatted(target);
  }

  /** It has not come up within the time that was left for that. */
  static String neverCameUp(String words) {
    return "%s; it has not come up within %s after that either"
        .formatted(bare(words), clock(RetryPolicy.OVERDUE));
  }

  /** Why the launch failed with that order, and what to do about it. */
  static String failure(
      LaunchState state, VmOperation order, Optional<VmStatus> read, String words) {
    String target = state.start().order().name();
    String cause = stopped(PveWords.brief(words));
    String why =
        order.stops()
            ? "%s: %s %s was not started.".formatted(head(order, read), cause, target)
            : "%s could not be started: %s".formatted(target, cause);
    return why + advice(order, words).map(advice -> " " + advice).orElse("");
  }

  /** PVE's own words for a failed task, and what its log adds to them. */
  static String failed(TaskOutcome.Failed task, Optional<String> logged) {
    return logged
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !task.words().contains(line))
        .map(line -> "%s (%s)".formatted(task.words(), line))
        .orElse(task.words());
  }

  private static String head(VmOperation order, Optional<VmStatus> read) {
    PowerState power = read.map(VmStatus::power).orElse(PowerState.UNKNOWN);
    return switch (power) {
      case RUNNING -> order.name() + " kept running";
      case PAUSED, ASLEEP, CRASHED, POWERED_OFF ->
          "%s was %s and did not stop"
              .formatted(order.name(), read.map(VmStatus::spoken).orElse(""));
      case HIBERNATED, STOPPED, UNKNOWN -> order.name() + " could not be stopped";
    };
  }

  /** It has not come about in the time it had. */
  static String tooLate(VmOperation order) {
    if (!order.stops()) {
      return "it was not running within " + clock(order.allowed());
    }
    boolean asked = order.action().filter(StopAction.SHUTDOWN::equals).isPresent();
    return (asked ? "it did not shut down within " : "it was not gone within ")
        + clock(order.allowed());
  }

  /** PVE's task goes on beyond the time it had. */
  static String endless(VmOperation order) {
    String waited = clock(order.allowed().plus(RetryPolicy.GRACE));
    return order.stops()
        ? "Proxmox has not ended its task within %s; it may still stop".formatted(waited)
        : "%s is not known to run: Proxmox has not ended its task within %s. It may still come up; look at Proxmox's own page before trying again."
            .formatted(order.name(), waited);
  }

  /** The start may have arrived. */
  static String perhapsStarted(String target) {
    return "Whether %s was started is not known; look at Proxmox's own page before trying again."
        .formatted(target);
  }

  /** It has crashed when it was to be started. */
  static String crashed(VmStatus target) {
    return "it is %s; launch it again to choose between a reset and a restart"
        .formatted(target.spoken());
  }

  /** Proxmox gave no usable answer about that order's VM for too long. */
  static String outage(LaunchState state, VmOperation order, String words) {
    String target = state.start().order().name();
    boolean perhaps = state.start().stage().inFlight();
    return "Proxmox has given no usable answer about %s for %s (%s). %s; look at its own page before trying again."
        .formatted(
            order.name(),
            clock(RetryPolicy.OUTAGE),
            bare(PveWords.brief(words)),
            (perhaps ? "Whether %s was started is not known" : "%s was not started")
                .formatted(target));
  }

  private static Optional<String> advice(VmOperation order, String words) {
    if (words.contains("is locked (suspending)") || words.contains("lock suspending")) {
      return Optional.of(
          "A hibernation of it went wrong: an administrator must run \"qm unlock %s\" on node %s."
              .formatted(order.vm().id(), order.vm().node()));
    }
    if (words.contains("can't lock file")) {
      return Optional.of(
          "Another Proxmox task holds its lock, for example a shutdown that was asked for earlier,"
              + " here or in Proxmox's own page: end that task there, or wait for it, and try"
              + " again.");
    }
    return Optional.empty();
  }

  /** With a full stop. */
  static String stopped(String words) {
    String text = words.strip();
    return text.isEmpty() || text.matches("(?s).*[.!?]") ? text : text + ".";
  }

  private static String bare(String words) {
    String text = words.strip();
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }
}
