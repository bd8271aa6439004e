package io.github.riskyproxmox.domain.pve;

/** A request to Proxmox failed. Its type answers one question: retry or stop. */
public abstract sealed class PveException extends RuntimeException
    permits PveUnavailable, PveRefused, PveProtocolError {
  private static final long serialVersionUID = 1L;

  PveException(String message, Throwable cause) {
    super(message, cause);
  }

  PveException(String message) {
    super(message);
  }
}
