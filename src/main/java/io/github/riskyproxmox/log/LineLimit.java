package io.github.riskyproxmox.log;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** So many lines of a kind a minute; those left out are counted. Any thread may ask. */
public final class LineLimit {
  private static final Duration SPAN = Duration.ofMinutes(1);

  private final int most;
  private final Supplier<Instant> clock;
  private Instant since = Instant.EPOCH;
  private int written;
  private int leftOut;

  /**
   * A limit of its own.
   *
   * @param most lines a minute
   * @param clock tells the time
   */
  public LineLimit(int most, Supplier<Instant> clock) {
    this.most = most;
    this.clock = clock;
  }

  /**
   * Asks to write one more line.
   *
   * @param text what it says; asked for only if it may be written
   * @param what such lines are called, in the plural
   * @return the line, which also says how many were left out before it; empty if it must be left
   *     out itself
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
    // A clock that was set back must not end the log.
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
