/** The Faces beans of the page: they prepare snapshots for the templates and handle clicks. */
@NullMarked
package io.github.riskyproxmox.web.page;

import org.jspecify.annotations.NullMarked;
