/** The settings from the environment and the .env file; reports every problem at once. */
@NullMarked
package io.github.riskyproxmox.config;

import org.jspecify.annotations.NullMarked;
