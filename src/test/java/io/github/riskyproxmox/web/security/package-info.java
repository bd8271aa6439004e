@NullMarked
package io.github.riskyproxmox.web.security;

import org.jspecify.annotations.NullMarked;
