package io.github.riskyproxmox.log;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Limits the log lines of one kind per minute and counts those left out. Thread-safe. */
public final class LineLimit {
  private static final Duration SPAN = Duration.ofMinutes(1);

  private final int most;
  private final Supplier<Instant> clock;
  private Instant since = Instant.EPOCH;
  private int written;
  private int leftOut;

  /**
   * Creates a limit.
   *
   * @param most how many lines a minute
   * @param clock the current time
   */
  public LineLimit(int most, Supplier<Instant> clock) {
    this.most = most;
    this.clock = clock;
  }

  /**
   * Requests one more line.
   *
   * @param text the line; called only if it may be written
   * @param what a plural name for such lines
   * @return the line, with the number of lines left out before it; empty if this line must be left
   *     out
   */
  public Optional<String> line(Supplier<String> text, String what) {
    OptionalInt before = next();
    return before.isEmpty()
        ? Optional.empty()
        : Optional.of(
            text.get()
                + (before.getAsInt() == 0
                    ? ""
                    : " (%s more %s were not logged)".formatted(before.getAsInt(), what)));
  }

  private synchronized OptionalInt next() {
    Instant now = clock.get();
    int before = 0;
    // A clock that was set back must not stop the log.
    if (Duration.between(since, now).abs().compareTo(SPAN) >= 0) {
      before = leftOut;
      since = now;
      written = 0;
      leftOut = 0;
    }
    if (written >= most) {
      leftOut++;
      return OptionalInt.empty();
    }
    written++;
    return OptionalInt.of(before);
  }
}
