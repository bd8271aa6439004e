@NullMarked
package io.github.riskyproxmox.fallback;

import org.jspecify.annotations.NullMarked;
