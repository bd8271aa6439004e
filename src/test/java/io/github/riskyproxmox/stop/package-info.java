/** Every stop action keeps the contract of a stop strategy. */
@NullMarked
package io.github.riskyproxmox.stop;

import org.jspecify.annotations.NullMarked;
