package io.github.riskyproxmox.domain.launch;

import java.time.Instant;

/** A launch, the world it is in, and the time. */
record ExploredState(LaunchState state, World world, Instant now) {}
