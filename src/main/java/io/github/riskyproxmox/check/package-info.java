/** Names what is wrong with the settings, the connection and the token, and its cure. */
@NullMarked
package io.github.riskyproxmox.check;

import org.jspecify.annotations.NullMarked;
