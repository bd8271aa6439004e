package io.github.riskyproxmox.proxmox.http;

import java.time.Duration;

/**
 * The limits of an exchange.
 *
 * @param connect for the TCP connection, and for a first look-up of the name
 * @param noAnswer for the next bytes of the answer
 * @param whole for all, from the connection to the last byte of the answer
 * @param bodyBytes of the answer's body
 */
public record Limits(Duration connect, Duration noAnswer, Duration whole, int bodyBytes) {
  /** For Proxmox, which answers most requests within 0.2 s: a wrong token is answered after 3 s. */
  public static final Limits STANDARD =
      new Limits(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(30), 32 << 20);
}
