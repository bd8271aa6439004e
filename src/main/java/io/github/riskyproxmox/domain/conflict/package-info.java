/** Which VMs cannot run together: what each claims of the host, and the rules that compare it. */
@NullMarked
package io.github.riskyproxmox.domain.conflict;

import org.jspecify.annotations.NullMarked;
