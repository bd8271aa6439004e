@NullMarked
package io.github.riskyproxmox.web.guard;

import org.jspecify.annotations.NullMarked;
