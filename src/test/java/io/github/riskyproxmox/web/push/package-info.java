@NullMarked
package io.github.riskyproxmox.web.push;

import org.jspecify.annotations.NullMarked;
