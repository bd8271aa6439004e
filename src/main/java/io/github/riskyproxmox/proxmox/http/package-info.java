/** One HTTPS exchange with Proxmox at a time: bounded, never sent twice, exact about delivery. */
@NullMarked
package io.github.riskyproxmox.proxmox.http;

import org.jspecify.annotations.NullMarked;
