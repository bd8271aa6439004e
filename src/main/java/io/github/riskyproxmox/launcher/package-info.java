/** What {@code --bind}, {@code --port}, {@code --env-file} and {@code --demo} mean; no VM in it. */
@NullMarked
package io.github.riskyproxmox.launcher;

import org.jspecify.annotations.NullMarked;
