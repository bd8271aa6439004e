package io.github.riskyproxmox.simulator.http;

/** What answers requests; called by many threads at once. */
@FunctionalInterface
public interface HttpHandler {
  /** Says what becomes of the request; may take its time. */
  Delivery handle(HttpRequest request);
}
