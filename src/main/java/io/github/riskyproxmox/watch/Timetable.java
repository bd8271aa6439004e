package io.github.riskyproxmox.watch;

import java.time.Duration;
import java.time.Instant;

/** The time, and somebody who does things later: the container in earnest, a test by hand. */
public interface Timetable {
  /** The time now. */
  Instant now();

  /** Does it soon, not in the caller's thread. */
  void soon(Runnable work);

  /** Does it once after that time; forgotten when the agent stops. */
  void after(Duration delay, Runnable work);
}
