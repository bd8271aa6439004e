/** Stop actions: the open interface that each of them implements, and its values. */
@NullMarked
package io.github.riskyproxmox.domain.stop;

import org.jspecify.annotations.NullMarked;
