/** Limits for log lines that clients can cause, so that they cannot fill the log. */
@NullMarked
package io.github.riskyproxmox.log;

import org.jspecify.annotations.NullMarked;
