package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.pve.TaskOutcome;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.PowerState;
import java.time.Duration;
import java.util.Optional;

/** The sentences a launch speaks in. */
final class Words {
  /** Of a stop whose VM is no longer on its node. */
  static final String ELSEWHERE = "it is no longer on its node";

  /** Of a hibernation whose VM is off instead. */
  static final String OFF = "it is off, without its memory saved";

  /** Of a shutdown that an earlier launch asked for. */
  static final String ADOPTED = "this shutdown was already under way";

  /** QEMU names the whole option that it could not satisfy. */
  private static final int LONGEST_LINE = 400;

  private Words() {}

  /** {@code 3:00}, or {@code 1:02:03}. */
  static String clock(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    return seconds < 3600
        ? "%d:%02d".formatted(seconds / 60, seconds % 60)
        : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  /** Why the launch failed with that order, and what to do about it. */
  static String failure(LaunchState state, Order order, Optional<VmStatus> read, String words) {
    String target = state.start().order().name();
    String why =
        order.stops()
            ? "%s: %s %s was not started.".formatted(head(order, read), stopped(words), target)
            : "%s could not be started: %s".formatted(target, stopped(words));
    return why + advice(order, words).map(advice -> " " + advice).orElse("");
  }

  /** PVE's own words for a failed task, and what its log adds to them. */
  static String failed(TaskOutcome.Failed task, Optional<String> logged) {
    return logged
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !task.words().contains(line))
        .map(line -> "%s (%s)".formatted(task.words(), shortened(line)))
        .orElse(task.words());
  }

  private static String shortened(String line) {
    return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE - 1) + "…";
  }

  private static String head(Order order, Optional<VmStatus> read) {
    PowerState power = read.map(VmStatus::power).orElse(PowerState.UNKNOWN);
    return switch (power) {
      case RUNNING -> order.name() + " is still running";
      case PAUSED, ASLEEP, CRASHED, POWERED_OFF ->
          "%s is %s and has not stopped"
              .formatted(order.name(), read.map(VmStatus::spoken).orElse(""));
      case HIBERNATED, STOPPED, UNKNOWN -> order.name() + " could not be stopped";
    };
  }

  /** It has not come about in the time it had. */
  static String tooLate(Order order) {
    if (!order.stops()) {
      return "it was not running within " + clock(order.allowed());
    }
    boolean asked = order.action().filter(StopAction.SHUTDOWN::equals).isPresent();
    return (asked ? "it did not shut down within " : "it was not gone within ")
        + clock(order.allowed());
  }

  /** PVE's task goes on beyond the time it had. */
  static String endless(Order order) {
    String waited = clock(order.allowed().plus(Patience.GRACE));
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

  /** Proxmox gave no usable answer for too long. */
  static String outage(LaunchState state, String words) {
    String target = state.start().order().name();
    boolean perhaps = state.start().stage().inFlight();
    return "Proxmox has given no usable answer for %s (%s). %s; look at its own page before trying again."
        .formatted(
            clock(Patience.OUTAGE),
            bare(words),
            (perhaps ? "Whether %s was started is not known" : "%s was not started")
                .formatted(target));
  }

  private static Optional<String> advice(Order order, String words) {
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
