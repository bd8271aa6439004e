/** Polls Proxmox and keeps inventory and launch as one snapshot with a revision. */
@NullMarked
package io.github.riskyproxmox.monitor;

import org.jspecify.annotations.NullMarked;
