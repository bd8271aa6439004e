package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.message.Message;
import java.time.Instant;

/**
 * How a launch ended.
 *
 * @param phase one that is over
 * @param at when
 * @param message what happened, with PVE's words where it gave a reason
 */
public record LaunchEnd(LaunchPhase phase, Instant at, Message message) {
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
