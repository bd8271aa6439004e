/**
 * A stand-in for a Proxmox VE server: provides its API over HTTPS. It is built from the behaviour
 * of Proxmox, not from our client, and imports nothing of ours.
 *
 * <p>{@link io.github.riskyproxmox.simulator.SimServer#start} runs a {@link
 * io.github.riskyproxmox.simulator.SimScenario} on a {@link
 * io.github.riskyproxmox.simulator.SimClock}; {@link io.github.riskyproxmox.simulator.SimCluster}
 * performs the actions of administrators, and {@link io.github.riskyproxmox.simulator.FaultRules}
 * injects faults. {@link io.github.riskyproxmox.simulator.SimScenario} describes the JSON of
 * scenarios.
 */
@NullMarked
package io.github.riskyproxmox.simulator;

import org.jspecify.annotations.NullMarked;
