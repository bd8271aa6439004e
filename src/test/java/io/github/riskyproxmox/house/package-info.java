/** The rules that keep the house as docs/architecture has it. */
@NullMarked
package io.github.riskyproxmox.house;

import org.jspecify.annotations.NullMarked;
