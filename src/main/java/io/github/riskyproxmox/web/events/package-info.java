/** Live updates: a stream of server-sent events for every open page and every API client. */
@NullMarked
package io.github.riskyproxmox.web.events;

import org.jspecify.annotations.NullMarked;
