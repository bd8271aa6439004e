/** What the application asks of Proxmox VE, and how a request can fail. */
@NullMarked
package io.github.riskyproxmox.domain.pve;

import org.jspecify.annotations.NullMarked;
