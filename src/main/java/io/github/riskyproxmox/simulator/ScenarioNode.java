package io.github.riskyproxmox.simulator;

import java.util.Optional;

/**
 * A node of a scenario; the first is the one that the client talks to.
 *
 * @param name its name
 * @param failure how it fails at the beginning; empty if it is up
 */
public record ScenarioNode(String name, Optional<NodeFailure> failure) {}
