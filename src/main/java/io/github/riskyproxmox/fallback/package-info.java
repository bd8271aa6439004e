/** Starts the fallback VM when nothing that excludes it runs. */
@NullMarked
package io.github.riskyproxmox.fallback;

import org.jspecify.annotations.NullMarked;
