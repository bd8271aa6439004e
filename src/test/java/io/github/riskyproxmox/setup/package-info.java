/** Setup on a host whose pveum, pvesh and systemctl are a stand-in. */
@NullMarked
package io.github.riskyproxmox.setup;

import org.jspecify.annotations.NullMarked;
