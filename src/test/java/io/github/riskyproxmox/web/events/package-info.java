@NullMarked
package io.github.riskyproxmox.web.events;

import org.jspecify.annotations.NullMarked;
