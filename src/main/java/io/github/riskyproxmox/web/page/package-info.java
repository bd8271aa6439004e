/** The page's beans: they turn snapshots into what the templates draw, and clicks into requests. */
@NullMarked
package io.github.riskyproxmox.web.page;

import org.jspecify.annotations.NullMarked;
