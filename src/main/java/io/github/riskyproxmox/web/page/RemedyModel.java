package io.github.riskyproxmox.web.page;

/**
 * A button for the next action after a failure.
 *
 * @param label its text
 * @param action the stop action it requests; empty to be asked
 * @param destructive whether unsaved work is lost
 */
public record RemedyModel(String label, String action, boolean destructive) {}
