/**
 * Rules for the code and the documents as a whole: layers, names, and messages that RUNNING.md
 * explains.
 */
@NullMarked
package io.github.riskyproxmox.architecture;

import org.jspecify.annotations.NullMarked;
