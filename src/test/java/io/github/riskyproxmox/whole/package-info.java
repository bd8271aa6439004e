/**
 * The packaged agent as a whole, in tests that take so long that others run beside them: this
 * package's name makes Failsafe begin with them.
 */
package io.github.riskyproxmox.whole;
