package io.github.riskyproxmox.web.page;

/**
 * A button for the next action after a failure.
 *
 * @param label its text
 * @param goal what it leads to
 * @param vmid the VM it is about; 0 where a node is shut down
 * @param action the stop action it requests; empty to be asked
 * @param destructive whether unsaved work is lost
 */
public record RemedyModel(
    String label, String goal, int vmid, String action, boolean destructive) {}
