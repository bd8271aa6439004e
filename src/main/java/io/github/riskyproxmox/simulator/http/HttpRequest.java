package io.github.riskyproxmox.simulator.http;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One request as it came.
 *
 * @param method upper case, as sent
 * @param path decoded, without the query
 * @param query raw, empty if there is none
 * @param headers by lower-case name; of several with one name the last
 * @param body as sent, empty if there is none
 */
public record HttpRequest(
    String method, String path, String query, Map<String, String> headers, String body) {

  /** A header's value; the name in any case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** Whether the client asks for the connection to be closed after the answer. */
  boolean wantsClose() {
    return header("connection")
        .map(value -> value.toLowerCase(Locale.ROOT).contains("close"))
        .orElse(false);
  }

  /** Whether the client understands gzip. */
  boolean acceptsGzip() {
    return header("accept-encoding").map(value -> value.contains("gzip")).orElse(false);
  }
}
