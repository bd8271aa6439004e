package io.github.riskyproxmox.domain.launch;

import java.time.Instant;

/**
 * How a launch ended.
 *
 * @param phase one that is over
 * @param at when
 * @param message one sentence or two for people: what happened, in PVE's words where it spoke
 */
public record LaunchEnd(LaunchPhase phase, Instant at, String message) {
  /**
   * Checks the phase.
   *
   * @throws IllegalArgumentException if it is one of a launch under way
   */
  public LaunchEnd {
    if (!phase.isOver()) {
      throw new IllegalArgumentException("a launch that is over is " + phase);
    }
  }
}
