/** One class per stop action, discovered by CDI. */
@NullMarked
package io.github.riskyproxmox.stop;

import org.jspecify.annotations.NullMarked;
