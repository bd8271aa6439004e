package io.github.riskyproxmox.simulator;

import java.time.Duration;
import java.time.Instant;

/** The simulator's clock. Everything that takes time in the simulator is an event of this clock. */
public interface SimClock {

  /** A planned event. */
  @FunctionalInterface
  interface Alarm {
    /** Cancels the event; does nothing if it has run. */
    void cancel();
  }

  /** The current time. */
  Instant now();

  /** Plans an event after that time. */
  Alarm schedule(Duration delay, Runnable event);

  /**
   * Blocks the calling thread for that time, like a slow answer. The manual clock returns at once,
   * because a test that waits for the answer could not advance the clock.
   */
  void hold(Duration delay);

  /** A clock with real time; events run on a daemon thread. */
  static SimClock system() {
    return new SystemSimClock();
  }

  /** A clock that only the test advances; it starts at 2026-01-01T12:00:00Z. */
  static ManualSimClock manual() {
    return new ManualSimClock(Instant.parse("2026-01-01T12:00:00Z"));
  }
}
