package io.github.riskyproxmox.monitor;

import java.time.Duration;
import java.time.Instant;

/** Time and background work. In the agent the container provides them, in tests a manual clock. */
public interface Scheduler {
  /** The system clock, for display. It can be set back or forward at any time. */
  Instant now();

  /**
   * A clock that nobody can set. It starts with the system clock's time. Ages and the order of
   * events use this clock.
   */
  Instant steady();

  /** Runs the work soon, in another thread. */
  void soon(Runnable work);

  /** Runs the work once after that time, unless the agent stops before. */
  void after(Duration delay, Runnable work);
}
