package io.github.riskyproxmox.domain.pve;

/**
 * A task and its state.
 *
 * @param upid which task
 * @param outcome whether it runs, or how it ended
 */
public record Task(Upid upid, TaskOutcome outcome) {}
