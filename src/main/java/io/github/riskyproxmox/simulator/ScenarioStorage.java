package io.github.riskyproxmox.simulator;

/**
 * A storage on every node of a scenario (pve-api.md §13).
 *
 * @param storage its id
 * @param enabled false if it is disabled, or not enabled for the node
 * @param active false if it is offline
 */
public record ScenarioStorage(String storage, boolean enabled, boolean active) {}
