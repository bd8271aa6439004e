@NullMarked
package io.github.riskyproxmox.web.api;

import org.jspecify.annotations.NullMarked;
