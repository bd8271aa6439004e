/** Tests of the exchange with Proxmox, byte by byte. */
@NullMarked
package io.github.riskyproxmox.proxmox.http;

import org.jspecify.annotations.NullMarked;
