/** PVE's answers as they are sent: one record per endpoint, because generic ones do not map. */
@NullMarked
package io.github.riskyproxmox.proxmox.wire;

import org.jspecify.annotations.NullMarked;
