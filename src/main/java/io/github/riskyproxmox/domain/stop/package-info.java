/** How a VM can be made to stop: the open interface every stop action implements, and its words. */
@NullMarked
package io.github.riskyproxmox.domain.stop;

import org.jspecify.annotations.NullMarked;
