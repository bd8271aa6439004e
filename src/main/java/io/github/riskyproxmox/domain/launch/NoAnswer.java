package io.github.riskyproxmox.domain.launch;

import java.time.Instant;

/**
 * Proxmox gives no usable answer about one operation's VM or task.
 *
 * @param since when the first of the failed requests failed
 * @param words why the last one failed
 */
public record NoAnswer(Instant since, String words) {
  /** When the agent stops waiting for an answer. */
  Instant until() {
    return since.plus(RetryPolicy.OUTAGE);
  }
}
