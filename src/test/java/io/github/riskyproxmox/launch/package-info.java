/** The launch against the simulated Proxmox, over real HTTPS and on the simulator's clock. */
@NullMarked
package io.github.riskyproxmox.launch;

import org.jspecify.annotations.NullMarked;
