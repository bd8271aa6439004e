/** What the agent is told: the .env file, and settings that name every problem at once. */
@NullMarked
package io.github.riskyproxmox.config;

import org.jspecify.annotations.NullMarked;
