package io.github.riskyproxmox.web.api;

/** A request that cannot be understood; the message says what would be. */
final class Malformed extends Exception {
  private static final long serialVersionUID = 1L;

  Malformed(String message) {
    super(message);
  }
}
