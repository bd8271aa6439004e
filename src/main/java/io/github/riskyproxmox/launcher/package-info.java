/**
 * The command line: reads the options, checks the settings and starts Payara Micro with the
 * application.
 */
@NullMarked
package io.github.riskyproxmox.launcher;

import org.jspecify.annotations.NullMarked;
