/**
 * A stand-in for a Proxmox VE server: speaks its API over HTTPS, made from what Proxmox does and
 * not from what our client sends, and imports nothing of ours.
 *
 * <p>{@link io.github.riskyproxmox.simulator.SimServer#start} runs a {@link
 * io.github.riskyproxmox.simulator.SimScenario} on a {@link
 * io.github.riskyproxmox.simulator.SimClock}; {@link io.github.riskyproxmox.simulator.SimCluster}
 * is what an administrator does meanwhile, {@link io.github.riskyproxmox.simulator.FaultRules} what
 * goes wrong on the wire. The scenario's JSON is described at {@link
 * io.github.riskyproxmox.simulator.SimScenario}.
 */
@NullMarked
package io.github.riskyproxmox.simulator;

import org.jspecify.annotations.NullMarked;
