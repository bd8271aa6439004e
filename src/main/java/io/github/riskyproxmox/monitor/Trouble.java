package io.github.riskyproxmox.monitor;

import io.github.riskyproxmox.domain.pve.Cause;
import java.time.Instant;
import java.util.Optional;

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
    UNREACHABLE(Optional.of(Cause.UNREACHABLE)),
    /** Proxmox refuses the token. */
    TOKEN(Optional.of(Cause.TOKEN)),
    /** The certificate is not the pinned one, or cannot be verified. */
    CERTIFICATE(Optional.of(Cause.CERTIFICATE)),
    /** Proxmox refused the read for another reason. */
    REFUSED(Optional.of(Cause.REFUSED)),
    /** The agent did not understand the answer. */
    NOT_UNDERSTOOD(Optional.of(Cause.NOT_UNDERSTOOD)),
    /** The agent itself failed. */
    INTERNAL(Optional.empty());

    private final Optional<Cause> cause;

    Kind(Optional<Cause> cause) {
      this.cause = cause;
    }

    /** Its cause, if it lies with Proxmox or the way to it. */
    public Optional<Cause> cause() {
      return cause;
    }

    static Kind of(Cause cause) {
      return switch (cause) {
        case UNREACHABLE -> UNREACHABLE;
        case TOKEN -> TOKEN;
        case CERTIFICATE -> CERTIFICATE;
        case REFUSED -> REFUSED;
        case NOT_UNDERSTOOD -> NOT_UNDERSTOOD;
      };
    }
  }
}
