/** The command setup: makes the token in Proxmox, writes the settings and starts the service. */
@NullMarked
package io.github.riskyproxmox.setup;

import org.jspecify.annotations.NullMarked;
