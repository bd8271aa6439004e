/** Turns messages into English, with one resource bundle. */
@NullMarked
package io.github.riskyproxmox.message;

import org.jspecify.annotations.NullMarked;
