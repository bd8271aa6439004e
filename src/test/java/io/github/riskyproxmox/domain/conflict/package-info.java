/** Tests of what excludes what. */
@NullMarked
package io.github.riskyproxmox.domain.conflict;

import org.jspecify.annotations.NullMarked;
