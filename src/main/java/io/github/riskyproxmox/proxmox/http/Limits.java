package io.github.riskyproxmox.proxmox.http;

import java.time.Duration;

/**
 * What an exchange may take.
 *
 * @param connect until TCP stands
 * @param noAnswer between two pieces of what Proxmox sends
 * @param whole from connecting to the last byte of the answer
 * @param bodyBytes of an answer
 */
public record Limits(Duration connect, Duration noAnswer, Duration whole, int bodyBytes) {
  /** For Proxmox: a wrong token is answered after 3 s, most things within 0.2 s. */
  public static final Limits STANDARD =
      new Limits(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(30), 32 << 20);
}
