/** Measures what the agent costs and how quick it is; see bench/README.md. */
@NullMarked
package io.github.riskyproxmox.bench;

import org.jspecify.annotations.NullMarked;
