package io.github.riskyproxmox.domain.stop;

import io.github.riskyproxmox.domain.vm.ForeignText;

/**
 * A stop action's name in the API.
 *
 * @param id lower-case letters and underscores
 */
public record StopAction(String id) {
  /** Ask the guest to power off. */
  public static final StopAction SHUTDOWN = new StopAction("shutdown");

  /** Save memory to disk. */
  public static final StopAction HIBERNATE = new StopAction("hibernate");

  /** Stop QEMU at once. */
  public static final StopAction TERMINATE = new StopAction("terminate");

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException if it is no such name
   */
  public StopAction {
    if (!id.matches("[a-z][a-z_]{0,31}")) {
      throw new IllegalArgumentException(
          ForeignText.quoted(id) + " is not the name of a stop action.");
    }
  }

  @Override
  public String toString() {
    return id;
  }
}
