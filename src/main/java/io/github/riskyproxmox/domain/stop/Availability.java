package io.github.riskyproxmox.domain.stop;

/** Whether an action can be used on a VM, and if not why. */
public sealed interface Availability {
  /** It can. */
  record Available() implements Availability {}

  /**
   * It cannot.
   *
   * @param reason a sentence for people
   */
  record Unavailable(String reason) implements Availability {}
}
