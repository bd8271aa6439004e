package io.github.riskyproxmox.simulator.http;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request.
 *
 * @param method upper case, as sent
 * @param path decoded, without the query
 * @param query as sent; empty without a query
 * @param headers by lower-case name; the last one of several with the same name
 * @param body as sent; empty without a body
 */
public record HttpRequest(
    String method, String path, String query, Map<String, String> headers, String body) {

  /** The value of a header; the name is case-insensitive. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** Whether the client requests {@code Connection: close}. */
  boolean wantsClose() {
    return header("connection")
        .map(value -> value.toLowerCase(Locale.ROOT).contains("close"))
        .orElse(false);
  }

  /** Whether the client accepts gzip. */
  boolean acceptsGzip() {
    return header("accept-encoding").map(value -> value.contains("gzip")).orElse(false);
  }
}
