/** Sets up the HTTP client for Proxmox: TLS, addresses, limits, and whether a request arrived. */
@NullMarked
package io.github.riskyproxmox.proxmox.http;

import org.jspecify.annotations.NullMarked;
