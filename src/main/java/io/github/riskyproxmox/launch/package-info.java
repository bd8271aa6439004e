/** The one launch slot: the EJB that claims it, the runner that walks the sequence, the journal. */
@NullMarked
package io.github.riskyproxmox.launch;

import org.jspecify.annotations.NullMarked;
