/**
 * PVE's answers as they are sent: one record per endpoint. What could not be read is absent (null),
 * so every component may be.
 */
@NullMarked
package io.github.riskyproxmox.proxmox.wire;

import org.jspecify.annotations.NullMarked;
