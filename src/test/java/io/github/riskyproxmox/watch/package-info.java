@NullMarked
package io.github.riskyproxmox.watch;

import org.jspecify.annotations.NullMarked;
