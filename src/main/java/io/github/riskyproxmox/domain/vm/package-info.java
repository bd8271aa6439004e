/** Virtual machines, their nodes and their power states, as values. */
@NullMarked
package io.github.riskyproxmox.domain.vm;

import org.jspecify.annotations.NullMarked;
