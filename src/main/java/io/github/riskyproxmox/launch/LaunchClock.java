package io.github.riskyproxmox.launch;

import java.time.Duration;
import java.time.Instant;

/** The only clock and the only wait of a launch, so that a test can use its own time. */
public interface LaunchClock {
  /** Now. */
  Instant now();

  /**
   * Waits that long, or until {@link #wake}.
   *
   * @throws InterruptedException if the agent is shutting down
   */
  void pause(Duration longest) throws InterruptedException;

  /** Ends the pause under way, or the next one at once. */
  void wake();
}
