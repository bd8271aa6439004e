/** The REST API: JAX-RS resources, and the records that they receive and send as JSON. */
@NullMarked
package io.github.riskyproxmox.web.api;

import org.jspecify.annotations.NullMarked;
