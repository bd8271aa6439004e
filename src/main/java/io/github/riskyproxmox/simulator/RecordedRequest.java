package io.github.riskyproxmox.simulator;

import java.time.Instant;
import java.util.Map;

/**
 * A request that arrived.
 *
 * @param method the HTTP method
 * @param path without {@code /api2/json}
 * @param parameters from query or body; empty if they could not be parsed
 * @param arrival its time by the simulator's clock
 */
public record RecordedRequest(
    String method, String path, Map<String, String> parameters, Instant arrival) {

  /** Method and path, as in {@code POST /nodes/pve/qemu/101/status/start}. */
  public String line() {
    return method + " " + path;
  }
}
