/**
 * PVE's answers as they are sent: one record per endpoint. Any component may be absent (null): a
 * value that cannot be read is.
 */
@NullMarked
package io.github.riskyproxmox.proxmox.wire;

import org.jspecify.annotations.NullMarked;
