package io.github.riskyproxmox.web.api;

/** A malformed request; the message says what is allowed. */
final class InvalidRequest extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidRequest(String message) {
    super(message);
  }
}
