/** Shared by tests: the packaged agent as its own process, HTTP clients, and how to wait. */
@NullMarked
package io.github.riskyproxmox.support;

import org.jspecify.annotations.NullMarked;
