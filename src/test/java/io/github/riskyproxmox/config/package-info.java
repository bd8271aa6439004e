/** Tests of the settings. */
@NullMarked
package io.github.riskyproxmox.config;

import org.jspecify.annotations.NullMarked;
