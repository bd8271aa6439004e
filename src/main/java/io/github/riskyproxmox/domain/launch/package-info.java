/** The one launch: its plan, its states and the pure sequence that leads from one to the next. */
@NullMarked
package io.github.riskyproxmox.domain.launch;

import org.jspecify.annotations.NullMarked;
