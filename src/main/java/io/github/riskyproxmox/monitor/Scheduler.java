package io.github.riskyproxmox.monitor;

import java.time.Duration;
import java.time.Instant;

/** The time, and somebody who does things later: the container in earnest, a test by hand. */
public interface Scheduler {
  /** The wall's time now, for people. It can be set back or forward at any moment. */
  Instant now();

  /**
   * The time for measuring: it began with the wall's time, and from then on only passes. Whatever
   * is put in order, or is to be so old, is measured by this.
   */
  Instant steady();

  /** Does it soon, not in the caller's thread. */
  void soon(Runnable work);

  /** Does it once after that time; forgotten when the agent stops. */
  void after(Duration delay, Runnable work);
}
