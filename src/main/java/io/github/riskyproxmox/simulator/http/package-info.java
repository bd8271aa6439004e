/**
 * A small HTTPS/1.1 server of the simulator's own: the JDK's cannot send a reason phrase of one's
 * choice, nor cut, reset or starve a connection on purpose.
 */
@NullMarked
package io.github.riskyproxmox.simulator.http;

import org.jspecify.annotations.NullMarked;
