/** Measures the agent's speed, memory and requests; see bench/README.md. */
@NullMarked
package io.github.riskyproxmox.bench;

import org.jspecify.annotations.NullMarked;
