package io.github.riskyproxmox.simulator;

import java.time.Duration;
import java.time.Instant;

/** The simulator's time; everything that takes time in it is an event on this clock. */
public interface SimClock {

  /** An event that is yet to come. */
  @FunctionalInterface
  interface Alarm {
    /** Sees to it that it does not come; nothing if it has. */
    void cancel();
  }

  /** What time it is. */
  Instant now();

  /** Does something after a while of this clock. */
  Alarm schedule(Duration delay, Runnable event);

  /**
   * Holds the calling thread for a while of this clock, as a slow answer does. On the manual clock
   * it returns at once: a synchronous test that waits for the answer could not advance the clock.
   */
  void hold(Duration delay);

  /** The real time; events run on a daemon thread. */
  static SimClock system() {
    return new SystemSimClock();
  }

  /** A time that stands still until it is advanced; it begins at 2026-01-01T12:00:00Z. */
  static ManualSimClock manual() {
    return new ManualSimClock(Instant.parse("2026-01-01T12:00:00Z"));
  }
}
