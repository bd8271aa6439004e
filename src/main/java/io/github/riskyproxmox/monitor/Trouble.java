package io.github.riskyproxmox.monitor;

import java.time.Instant;

/**
 * Why the inventory cannot be read.
 *
 * @param kind what went wrong
 * @param message a sentence for the reader, with Proxmox's own words
 * @param since when reads began to fail
 */
public record Trouble(Kind kind, String message, Instant since) {
  /** The kinds of trouble. */
  public enum Kind {
    /** Proxmox does not answer. */
    UNREACHABLE,
    /** Proxmox refuses the token. */
    TOKEN,
    /** The certificate is not the pinned one, or cannot be verified. */
    CERTIFICATE,
    /** Proxmox refused the read for another reason. */
    REFUSED,
    /** The agent did not understand the answer. */
    NOT_UNDERSTOOD,
    /** The agent itself failed. */
    INTERNAL
  }
}
