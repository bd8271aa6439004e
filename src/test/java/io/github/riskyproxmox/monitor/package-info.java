@NullMarked
package io.github.riskyproxmox.monitor;

import org.jspecify.annotations.NullMarked;
