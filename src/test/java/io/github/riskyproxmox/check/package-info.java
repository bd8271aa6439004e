/** Broken worlds, and what the check says of each. */
@NullMarked
package io.github.riskyproxmox.check;

import org.jspecify.annotations.NullMarked;
