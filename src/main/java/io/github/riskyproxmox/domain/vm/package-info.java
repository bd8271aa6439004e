/** What there is: virtual machines, their nodes, their states, as values. */
@NullMarked
package io.github.riskyproxmox.domain.vm;

import org.jspecify.annotations.NullMarked;
