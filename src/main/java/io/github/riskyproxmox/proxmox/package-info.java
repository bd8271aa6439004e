/** The adapter to Proxmox VE: its REST interface, what translates it, and nothing that decides. */
@NullMarked
package io.github.riskyproxmox.proxmox;

import org.jspecify.annotations.NullMarked;
