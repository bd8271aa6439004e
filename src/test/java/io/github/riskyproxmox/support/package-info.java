/** What the tests of the packaged artefact share: the agent as its own process. */
@NullMarked
package io.github.riskyproxmox.support;

import org.jspecify.annotations.NullMarked;
