package io.github.riskyproxmox.domain.launch;

import java.time.Instant;

/**
 * How a launch ended.
 *
 * @param phase one that is over
 * @param at when
 * @param message one sentence or two for people: what happened, in PVE's words where it spoke
 */
public record LaunchEnd(LaunchPhase phase, Instant at, String message) {}
