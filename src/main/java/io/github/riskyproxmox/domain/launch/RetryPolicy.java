package io.github.riskyproxmox.domain.launch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** How long what is waited for, and how often it is asked for. */
final class RetryPolicy {
  /** Proxmox may be silent that long (its API restarts in seconds, a node in minutes). */
  static final Duration OUTAGE = Duration.ofMinutes(2);

  /** Beyond an order's own time: PVE's end of a task and our seeing it are not the same moment. */
  static final Duration GRACE = Duration.ofSeconds(20);

  /** A task has ended well; its VM's status says so at once, or something else has interfered. */
  static final Duration CONFIRM = Duration.ofSeconds(10);

  /** A request whose answer was lost shows as a task within that time, or never arrived. */
  static final Duration LOOK = Duration.ofSeconds(10);

  /** A launch that old is not resumed after a restart, unless it still waits in time. */
  static final Duration RESUME = Duration.ofMinutes(15);

  /** A start that Proxmox has stopped waiting for may still come up within that time. */
  static final Duration OVERDUE = Duration.ofMinutes(2);

  /** So soon after its start a guest may be in its firmware, where it does not hear ACPI. */
  static final Duration FIRMWARE = Duration.ofSeconds(30);

  /** Between two attempts at something that just failed. */
  static final Duration AGAIN = Duration.ofSeconds(1);

  /** A status says what its task has done within that time after the task's end. */
  static final Duration LAG = Duration.ofMillis(200);

  /** Between two readings of a status that lags. */
  static final Duration STEP = Duration.ofMillis(50);

  private static final Duration JUST_SENT = Duration.ofMillis(300);
  private static final Duration USUAL = Duration.ofSeconds(45);
  private static final Duration HANGING = Duration.ofSeconds(90);
  private static final Duration NEAR = Duration.ofSeconds(3);

  /** For how long a lock that somebody else holds is waited for, from the first refusal on. */
  static final Duration LOCK = Duration.ofSeconds(60);

  private static final Duration PCI = Duration.ofSeconds(5);
  private static final Pattern LOCK_TEXT = Pattern.compile("can't lock file .*got timeout");
  private static final Pattern ACQUIRING = Pattern.compile("^trying to acquire lock\\.*$");
  private static final Pattern GOT_TIMEOUT =
      Pattern.compile("got timeout( \\(.*\\))?$", Pattern.DOTALL);
  private static final Pattern PCI_TEXT =
      Pattern.compile("PCI device .*(in use|reserved)|vfio", Pattern.CASE_INSENSITIVE);

  private RetryPolicy() {}

  /**
   * For how long a refusal with those words is worth trying again. A lock: another lifecycle task
   * holds it, or the cleanup trap does for 30 s (pve-api.md §4). A PCI device: the kernel releases
   * it a moment after PVE's book-keeping (§5).
   */
  static Optional<Duration> retryWindow(String words) {
    if (isLock(words)) {
      return Optional.of(LOCK);
    }
    if (mayComeUp(words)) {
      // It may name a command line with devices; the first start may yet have its effect.
      return Optional.empty();
    }
    return PCI_TEXT.matcher(words).find() ? Optional.of(PCI) : Optional.empty();
  }

  /** Whether those words say that another task holds the VM's lock. */
  static boolean isLock(String words) {
    return LOCK_TEXT.matcher(words).find();
  }

  /**
   * Whether a start that failed with those words may have its effect all the same: Proxmox waits
   * for QEMU no longer than its own limit (pve-api.md §3), and then says {@code got timeout}.
   */
  static boolean mayComeUp(String words) {
    return GOT_TIMEOUT.matcher(words).find() && !words.contains("can't lock file");
  }

  /**
   * Whether those words say that a task waits for the VM's lock, or has done so in vain: those of a
   * failure, or the line that it logs meanwhile (pve-api.md §4).
   */
  static boolean waitsForLock(String words) {
    return isLock(words) || ACQUIRING.matcher(words.strip()).find();
  }

  /**
   * When a status is read again that does not yet show what its task has done. It lags by 45 to 111
   * ms behind the task's end (pve-api.md §15), which has been seen some time after.
   *
   * @param until the end of a wait of {@link #CONFIRM}
   */
  static Duration confirming(Instant until, Instant now) {
    Duration since = CONFIRM.minus(Duration.between(now, until));
    boolean lags = !since.isNegative() && since.compareTo(LAG) < 0;
    return lags ? STEP : Duration.ofMillis(250);
  }

  /** When a silent Proxmox is asked again: soon at first, then at a pace that helps it recover. */
  static Instant afterNoAnswer(Instant since, Instant now) {
    return now.plusSeconds(now.isBefore(since.plusSeconds(10)) ? 1 : 3);
  }

  /**
   * When a running task is asked for again.
   *
   * @param sharing how many requests share the pace, so that Proxmox is asked at most five times a
   *     second: the tasks under way, and what was just read besides
   */
  static Instant nextReading(OperationProgress operation, long sharing, Instant now) {
    Duration since = Duration.between(operation.sentAt().orElse(now), now);
    return now.plus(pace(since, operation.order().allowed()).multipliedBy(Math.max(1, sharing)));
  }

  /**
   * Quick while an end may be near: soon after the order, when most guests end, about when systemd
   * gives up what hangs in a guest (DefaultTimeoutStopSec is 90 s), and when its time is up. Half
   * the pace is the median of the time lost; 250 ms is what five requests a second allow, with the
   * watch's look in one of them. Slow just after it was sent (PVE itself first looks a second
   * later, pve-api.md §5) and in the middle of a long shutdown, where a little more matters least.
   *
   * @param since how long ago the order was sent
   * @param allowed how long it may take
   */
  static Duration pace(Duration since, Duration allowed) {
    boolean mayEnd = since.compareTo(USUAL) < 0 || isNear(since, HANGING) || isNear(since, allowed);
    if (since.compareTo(JUST_SENT) < 0) {
      return Duration.ofMillis(500);
    }
    return Duration.ofMillis(mayEnd ? 250 : 500);
  }

  private static boolean isNear(Duration since, Duration end) {
    return since.minus(end).abs().compareTo(NEAR) < 0;
  }
}
