/** Tests of the adapter: against the simulator, and against answers no simulator gives. */
@NullMarked
package io.github.riskyproxmox.proxmox;

import org.jspecify.annotations.NullMarked;
