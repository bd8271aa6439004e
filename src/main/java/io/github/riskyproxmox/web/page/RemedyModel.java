package io.github.riskyproxmox.web.page;

/**
 * A next action after a failure, as a button.
 *
 * @param label its text
 * @param action the stop action it asks for; empty to be asked
 * @param destructive whether unsaved work is lost
 */
public record RemedyModel(String label, String action, boolean destructive) {}
