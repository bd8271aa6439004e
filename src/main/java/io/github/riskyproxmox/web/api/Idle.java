package io.github.riskyproxmox.web.api;

/**
 * There has been no launch yet.
 *
 * @param state always {@code idle}
 */
public record Idle(String state) {
  /** The only one. */
  static final Idle IDLE = new Idle("idle");
}
