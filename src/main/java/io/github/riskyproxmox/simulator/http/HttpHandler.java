package io.github.riskyproxmox.simulator.http;

/** Answers requests. Must be thread-safe. */
@FunctionalInterface
public interface HttpHandler {
  /** Handles the request; may block. */
  Delivery handle(HttpRequest request);
}
