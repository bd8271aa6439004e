package io.github.riskyproxmox.simulator.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads requests from a connection, with the limits of Proxmox's server (AnyEvent.pm). */
final class RequestReader {
  private static final int MOST_HEADERS = 64;
  private static final int LONGEST_LINE = 16 * 1024;
  private static final int LARGEST_BODY = 64 * 1024;
  private static final Set<String> METHODS =
      Set.of("GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD");
  private static final Pattern REQUEST_LINE = Pattern.compile("(\\S+) (/\\S*) HTTP/1\\.\\d+");
  private static final Set<String> BODY_TYPES =
      Set.of("application/x-www-form-urlencoded", "application/json");

  private final InputStream in;

  RequestReader(InputStream in) {
    this.in = in;
  }

  /** The next request; empty if the client closed the connection. */
  Optional<HttpRequest> next() throws IOException, MalformedRequest {
    String first = line();
    if (first.isEmpty()) {
      return Optional.empty();
    }
    Matcher parts = REQUEST_LINE.matcher(first);
    if (!parts.matches()) {
      throw new MalformedRequest(400, "bad request");
    }
    String method = parts.group(1);
    Map<String, String> headers = headers();
    if (!METHODS.contains(method)) {
      throw new MalformedRequest(501, "method '" + method + "' not available");
    }
    String body = body(method, headers);
    String target = parts.group(2);
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    String query = mark < 0 ? "" : target.substring(mark + 1);
    return Optional.of(new HttpRequest(method, decoded(path), query, headers, body));
  }

  private Map<String, String> headers() throws IOException, MalformedRequest {
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (headers.size() >= MOST_HEADERS) {
        throw new MalformedRequest(400, "too many http header lines (> " + MOST_HEADERS + ")");
      }
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw new MalformedRequest(506, "unable to parse request header");
      }
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private String body(String method, Map<String, String> headers)
      throws IOException, MalformedRequest {
    if (headers.containsKey("transfer-encoding")) {
      throw new MalformedRequest(501, "chunked transfer encoding not supported");
    }
    String announced = headers.getOrDefault("content-length", "0");
    if (!announced.matches("\\d{1,9}")) {
      throw new MalformedRequest(400, "bad content length");
    }
    int length = Integer.parseInt(announced);
    if (length == 0) {
      return "";
    }
    if (!method.equals("POST") && !method.equals("PUT")) {
      throw new MalformedRequest(501, "Unexpected content for method '" + method + "'");
    }
    if (length > LARGEST_BODY) {
      throw new MalformedRequest(501, "for data too large");
    }
    String type = headers.getOrDefault("content-type", "");
    if (!type.isEmpty() && !BODY_TYPES.contains(bare(type))) {
      throw new MalformedRequest(506, "upload 'Content-Type '" + type + "' not implemented");
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new IOException("the client disconnected in the middle of its request");
    }
    return new String(body, StandardCharsets.UTF_8);
  }

  private static String bare(String contentType) {
    int semicolon = contentType.indexOf(';');
    String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    return type.strip().toLowerCase(Locale.ROOT);
  }

  private static String decoded(String path) throws MalformedRequest {
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new MalformedRequest(400, "bad request");
    }
  }

  /** A line without its line break; empty at the end of the stream. */
  private String line() throws IOException, MalformedRequest {
    ByteArrayOutputStream line = new ByteArrayOutputStream(80);
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (line.size() >= LONGEST_LINE) {
        throw new MalformedRequest(400, "header line too long");
      }
      line.write(next);
    }
    String text = line.toString(StandardCharsets.UTF_8);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
