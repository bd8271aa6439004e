package io.github.riskyproxmox.fallback;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides when the fallback VM starts: when nothing that excludes it was seen running for a time.
 * After a start that failed it waits twice as long, and so on. Times are steady ones. Not
 * thread-safe.
 */
final class FallbackTimer {
  /** The longest wait after failed starts. */
  static final Duration LONGEST = Duration.ofHours(1);

  private final Duration after;
  private Optional<Instant> freeSince = Optional.empty();
  private int failures;

  /**
   * A timer that has seen nothing yet.
   *
   * @param after for how long nothing must have run
   */
  FallbackTimer(Duration after) {
    this.after = after;
  }

  /** Nothing that excludes it runs, and it does not run either. */
  void free(Instant now) {
    freeSince = Optional.of(freeSince.orElse(now));
  }

  /** Something that excludes it runs, or a launch is under way, or nothing is known. */
  void notFree() {
    freeSince = Optional.empty();
  }

  /** It runs: earlier failures no longer count. */
  void runs() {
    failures = 0;
    notFree();
  }

  /** Its start was refused or has failed. */
  void failed() {
    failures++;
    notFree();
  }

  /** When it starts, if nothing changes; empty while it would not. */
  Optional<Instant> startsAt() {
    return freeSince.map(since -> since.plus(pause()));
  }

  private Duration pause() {
    Duration wait = after;
    for (int count = 0; count < failures && wait.compareTo(LONGEST) < 0; count++) {
      wait = wait.multipliedBy(2);
    }
    return failures > 0 && wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}
