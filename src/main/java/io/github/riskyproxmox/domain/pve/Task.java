package io.github.riskyproxmox.domain.pve;

/**
 * A task and where it stands.
 *
 * @param upid which task
 * @param outcome how far it is
 */
public record Task(Upid upid, TaskOutcome outcome) {}
