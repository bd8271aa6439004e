@NullMarked
package io.github.riskyproxmox.log;

import org.jspecify.annotations.NullMarked;
