package io.github.riskyproxmox.domain.launch;

import java.time.Instant;

/**
 * Proxmox gives no usable answer about one errand's VM or task.
 *
 * @param since when the first of the failed requests came to nothing
 * @param words what was heard last instead of an answer
 */
public record NoAnswer(Instant since, String words) {
  /** When nobody waits for an answer any longer. */
  Instant until() {
    return since.plus(RetryPolicy.OUTAGE);
  }
}
