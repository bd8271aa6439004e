package io.github.riskyproxmox.simulator;

import java.time.Duration;
import java.util.Optional;

/**
 * How a guest and its QEMU behave.
 *
 * @param shutdown from the power button to the guest's end
 * @param ignoresAcpi whether it does not care for the power button
 * @param start how long a start task takes
 * @param startFailure the task's error text if it cannot be started
 * @param startLog what QEMU prints before it fails to start; the only place that says why
 * @param startWarnings how many warnings a start prints
 * @param stop from QEMU's {@code quit} to its end
 * @param release what the stop task does after QEMU's end (volumes, PCI reservation)
 * @param pciLinger how long its devices still count as in use after it has stopped
 * @param hibernate how long saving or restoring its memory takes
 * @param hibernateFailure the task's error text if its memory cannot be saved
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
    Optional<String> hibernateFailure) {

  /** A Linux that powers off in seconds. */
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
