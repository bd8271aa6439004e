/** What every request passes first: who may ask, how, and the headers of every answer. */
@NullMarked
package io.github.riskyproxmox.web.security;

import org.jspecify.annotations.NullMarked;
