/** Keeps the last known inventory and launch as one revisioned snapshot for whoever looks. */
@NullMarked
package io.github.riskyproxmox.monitor;

import org.jspecify.annotations.NullMarked;
