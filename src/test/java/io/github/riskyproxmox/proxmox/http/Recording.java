package io.github.riskyproxmox.proxmox.http;

import io.github.riskyproxmox.config.Settings;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Answers of a server as they came, before anything is made of them. */
public final class Recording {
  private Recording() {}

  /** The body of the answer to a GET of that path below {@code /api2/json}. */
  public static String body(Settings settings, String path) {
    try (Transport transport = new Transport(settings, Limits.STANDARD)) {
      PveRequest call = new PveRequest("GET", "/api2/json" + path, Map.of(), new byte[0]);
      return new String(transport.exchange(call).body(), StandardCharsets.UTF_8);
    }
  }
}
