/** Tests of the texts that people read. */
@NullMarked
package io.github.riskyproxmox.message;

import org.jspecify.annotations.NullMarked;
