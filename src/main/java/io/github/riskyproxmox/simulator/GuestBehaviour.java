package io.github.riskyproxmox.simulator;

import java.time.Duration;
import java.util.Optional;

/**
 * How a guest and its QEMU behave.
 *
 * @param shutdown how long the guest takes to power off
 * @param ignoresAcpi whether the guest ignores a shutdown
 * @param start how long a start task takes
 * @param startFailure the task's error text, if a start fails
 * @param startLog what QEMU prints to the task log before a start fails
 * @param startWarnings the number of warnings of a start
 * @param stop how long QEMU takes to end after {@code quit}
 * @param release how long the stop task continues after QEMU's end (pve-api.md §5)
 * @param pciLinger how long host devices stay in use after the VM stopped
 * @param hibernate how long it takes to save or restore the memory
 * @param hibernateFailure the task's error text, if saving fails
 * @param agent the guest agent; empty if none runs in the guest
 */
public record GuestBehaviour(
    Duration shutdown,
    boolean ignoresAcpi,
    Duration start,
    Optional<String> startFailure,
    Optional<String> startLog,
    int startWarnings,
    Duration stop,
    Duration release,
    Duration pciLinger,
    Duration hibernate,
    Optional<String> hibernateFailure,
    Optional<AgentBehaviour> agent) {

  /** A guest without a guest agent. */
  public GuestBehaviour(
      Duration shutdown,
      boolean ignoresAcpi,
      Duration start,
      Optional<String> startFailure,
      Optional<String> startLog,
      int startWarnings,
      Duration stop,
      Duration release,
      Duration pciLinger,
      Duration hibernate,
      Optional<String> hibernateFailure) {
    this(
        shutdown,
        ignoresAcpi,
        start,
        startFailure,
        startLog,
        startWarnings,
        stop,
        release,
        pciLinger,
        hibernate,
        hibernateFailure,
        Optional.empty());
  }

  /** A Linux guest that powers off in seconds. */
  public static GuestBehaviour usual() {
    return new GuestBehaviour(
        Duration.ofSeconds(4),
        false,
        Duration.ofSeconds(2),
        Optional.empty(),
        Optional.empty(),
        0,
        Duration.ofMillis(400),
        Duration.ofMillis(500),
        Duration.ZERO,
        Duration.ofSeconds(5),
        Optional.empty());
  }
}
