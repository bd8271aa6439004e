package io.github.riskyproxmox.web.api;

/** A request that cannot be understood; the message says what would be. */
final class InvalidRequest extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidRequest(String message) {
    super(message);
  }
}
