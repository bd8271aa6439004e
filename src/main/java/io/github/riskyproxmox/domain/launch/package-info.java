/** A launch: its plan, its states, and the pure state machine that leads from one to the next. */
@NullMarked
package io.github.riskyproxmox.domain.launch;

import org.jspecify.annotations.NullMarked;
