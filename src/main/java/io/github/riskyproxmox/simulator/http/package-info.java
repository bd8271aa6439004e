/**
 * The simulator's HTTPS/1.1 server. The JDK's server cannot send a chosen reason phrase, and cannot
 * cut off, reset or delay a connection on purpose.
 */
@NullMarked
package io.github.riskyproxmox.simulator.http;

import org.jspecify.annotations.NullMarked;
