/** Messages for people as facts: a kind and its values, without any wording. */
@NullMarked
package io.github.riskyproxmox.domain.message;

import org.jspecify.annotations.NullMarked;
