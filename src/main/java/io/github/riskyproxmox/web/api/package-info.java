/** The REST interface: its own records as sent, and the resources that answer with them. */
@NullMarked
package io.github.riskyproxmox.web.api;

import org.jspecify.annotations.NullMarked;
