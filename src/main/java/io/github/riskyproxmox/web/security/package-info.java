/** The filter before everything: host and origin checks, limits, headers of every answer. */
@NullMarked
package io.github.riskyproxmox.web.security;

import org.jspecify.annotations.NullMarked;
