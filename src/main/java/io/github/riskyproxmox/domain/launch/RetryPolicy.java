package io.github.riskyproxmox.domain.launch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** How long the agent waits and retries, and how often it polls. */
final class RetryPolicy {
  /** How long Proxmox may give no answer: its API restarts in seconds, a node in minutes. */
  static final Duration OUTAGE = Duration.ofMinutes(2);

  /** Added to an operation's own time: the agent sees the end of a task some time after it. */
  static final Duration GRACE = Duration.ofSeconds(20);

  /** After a task has ended well, the VM's status shows that within this time. */
  static final Duration CONFIRM = Duration.ofSeconds(10);

  /** A request whose answer was lost shows as a task within this time, or never arrived. */
  static final Duration SEND_CHECK = Duration.ofSeconds(10);

  /** An older launch is not resumed after a restart, unless it is still within a deadline. */
  static final Duration RESUME = Duration.ofMinutes(15);

  /** A start that Proxmox has stopped waiting for may still come up within this time. */
  static final Duration OVERDUE = Duration.ofMinutes(2);

  /** This soon after its start a guest may be in its firmware, where it ignores ACPI. */
  static final Duration FIRMWARE = Duration.ofSeconds(30);

  /** Between two attempts at a request that failed. */
  static final Duration AGAIN = Duration.ofSeconds(1);

  /** A VM's status shows what its task has done within this time after the task's end. */
  static final Duration STATUS_LAG = Duration.ofMillis(200);

  /** Between two polls of a status that lags. */
  static final Duration STATUS_LAG_POLL = Duration.ofMillis(50);

  private static final Duration JUST_SENT = Duration.ofMillis(300);
  private static final Duration USUAL = Duration.ofSeconds(45);
  private static final Duration HANGING = Duration.ofSeconds(90);
  private static final Duration NEAR = Duration.ofSeconds(3);

  /** How long the agent waits for a lock of another task, from the first refusal on. */
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
   * How long a request that was refused with those words is retried. A lock: another lifecycle task
   * holds it, or the cleanup trap does for 30 s (pve-api.md §4). A PCI device: the kernel releases
   * it shortly after PVE has noted that it is free (pve-api.md §5).
   */
  static Optional<Duration> retryWindow(String words) {
    if (isLock(words)) {
      return Optional.of(LOCK);
    }
    if (mayComeUp(words)) {
      // The words may name a command line with devices; that start may still succeed.
      return Optional.empty();
    }
    return PCI_TEXT.matcher(words).find() ? Optional.of(PCI) : Optional.empty();
  }

  /** Whether those words say that another task holds the VM's lock. */
  static boolean isLock(String words) {
    return LOCK_TEXT.matcher(words).find();
  }

  /**
   * Whether a start that failed with those words may still succeed: Proxmox waits for QEMU no
   * longer than its own limit (pve-api.md §3), and then says {@code got timeout}.
   */
  static boolean mayComeUp(String words) {
    return GOT_TIMEOUT.matcher(words).find() && !words.contains("can't lock file");
  }

  /**
   * Whether those words say that a task waits for the VM's lock, or did not get it: PVE's words for
   * a failure, or the line that it logs while it waits (pve-api.md §4).
   */
  static boolean waitsForLock(String words) {
    return isLock(words) || ACQUIRING.matcher(words.strip()).find();
  }

  /**
   * How long until the agent polls a status again that does not show yet what its task has done. It
   * lags 45 to 111 ms behind the task's end (pve-api.md §15), which the agent itself sees late.
   *
   * @param until the end of a wait of {@link #CONFIRM}
   */
  static Duration confirming(Instant until, Instant now) {
    Duration since = CONFIRM.minus(Duration.between(now, until));
    boolean lags = !since.isNegative() && since.compareTo(STATUS_LAG) < 0;
    return lags ? STATUS_LAG_POLL : Duration.ofMillis(250);
  }

  /** When Proxmox is asked again after no answer: soon at first, then less often. */
  static Instant afterNoAnswer(Instant since, Instant now) {
    return now.plusSeconds(now.isBefore(since.plusSeconds(10)) ? 1 : 3);
  }

  /**
   * When a running task is polled again.
   *
   * @param sharing how many requests share the rate of at most five per second: one for each task
   *     under way, and those that were sent in addition
   */
  static Instant nextPoll(OperationProgress progress, long sharing, Instant now) {
    Duration since = Duration.between(progress.sentAt().orElse(now), now);
    return now.plus(pace(since, progress.operation().allowed()).multipliedBy(Math.max(1, sharing)));
  }

  /**
   * The poll interval: 250 ms when the end may be near. That is soon after the request, when most
   * guests end; when systemd gives up on a unit that hangs (DefaultTimeoutStopSec is 90 s); and
   * when the time is up. The median of the time lost is half the interval, and 250 ms leave one of
   * five requests per second to the inventory monitor. It is 500 ms just after the request (PVE
   * itself checks after one second, pve-api.md §5) and in the middle of a long shutdown.
   *
   * @param since how long ago the request was sent
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
