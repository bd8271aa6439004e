/** Live updates: one stream of server-sent events for every page and program that listens. */
@NullMarked
package io.github.riskyproxmox.web.events;

import org.jspecify.annotations.NullMarked;
