/** The adapter to Proxmox VE: calls its REST API and translates the answers; decides nothing. */
@NullMarked
package io.github.riskyproxmox.proxmox;

import org.jspecify.annotations.NullMarked;
