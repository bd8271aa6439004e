/** One launch at a time: its coordinator, the runner of its state machine, and the journal. */
@NullMarked
package io.github.riskyproxmox.launch;

import org.jspecify.annotations.NullMarked;
