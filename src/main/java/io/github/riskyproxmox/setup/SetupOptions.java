package io.github.riskyproxmox.setup;

import java.util.Set;

/**
 * What the person chose.
 *
 * @param hibernate whether VMs may be hibernated
 * @param mappings whether resource mappings may be read
 * @param powerOff whether nodes may be shut down
 * @param yes whether to go on without asking
 * @param undo whether to take back what setup has made
 */
record SetupOptions(
    boolean hibernate, boolean mappings, boolean powerOff, boolean yes, boolean undo) {
  /** From the names of the options that are on. */
  static SetupOptions of(Set<String> names) {
    return new SetupOptions(
        names.contains("hibernate"),
        names.contains("mappings"),
        names.contains("power-off"),
        names.contains("yes"),
        names.contains("undo"));
  }
}
