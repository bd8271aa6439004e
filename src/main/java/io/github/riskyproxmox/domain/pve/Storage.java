package io.github.riskyproxmox.domain.pve;

/**
 * A storage as a node sees it (pve-api.md §13).
 *
 * @param id its name
 * @param enabled false if it is disabled, or not for that node
 * @param active false if it is missing now
 */
public record Storage(String id, boolean enabled, boolean active) {}
