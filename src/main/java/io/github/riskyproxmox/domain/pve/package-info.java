/** What the rest of the house may ask of Proxmox VE, in the domain's words, and how it can fail. */
@NullMarked
package io.github.riskyproxmox.domain.pve;

import org.jspecify.annotations.NullMarked;
