package io.github.riskyproxmox.simulator;

import java.util.Optional;

/**
 * A node of a scenario; the client talks to the first.
 *
 * @param name its name
 * @param failure how it fails when the simulator starts; empty if it is up
 */
public record ScenarioNode(String name, Optional<NodeFailure> failure) {}
