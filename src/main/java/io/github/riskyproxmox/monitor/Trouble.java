package io.github.riskyproxmox.monitor;

import java.time.Instant;

/**
 * Why the inventory could not be read just now.
 *
 * @param kind which words and which remedy fit
 * @param message a sentence for people, with PVE's own words
 * @param since when reads began to fail
 */
public record Trouble(Kind kind, String message, Instant since) {
  /** What went wrong. */
  public enum Kind {
    /** Proxmox does not answer. */
    UNREACHABLE,
    /** The token is refused. */
    TOKEN,
    /** The certificate is not the pinned one, or does not verify. */
    CERTIFICATE,
    /** Proxmox refused the reading for another reason. */
    REFUSED,
    /** The answer was not understood. */
    NOT_UNDERSTOOD,
    /** The agent itself failed while it read. */
    INTERNAL
  }
}
