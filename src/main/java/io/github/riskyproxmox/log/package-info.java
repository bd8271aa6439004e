/** How much the log takes of what others cause: they must not fill it. */
@NullMarked
package io.github.riskyproxmox.log;

import org.jspecify.annotations.NullMarked;
