package io.github.riskyproxmox.proxmox.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one HTTP/1.x answer (RFC 9112), with bounds on each of its parts. */
final class AnswerReader {
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.([01]) (\\d{3})(?: (.*))?");
  private static final Pattern CHUNK_SIZE = Pattern.compile("([0-9A-Fa-f]{1,7})\\s*(?:;.*)?");
  private static final int LONGEST_LINE = 16_384;
  private static final int MOST_HEADERS = 200;

  private final InputStream input;
  private final int bodyLimit;
  private boolean begun;

  AnswerReader(InputStream input, int bodyLimit) {
    this.input = input;
    this.bodyLimit = bodyLimit;
  }

  /** Whether any byte has come. */
  boolean begun() {
    return begun;
  }

  /**
   * Reads it.
   *
   * @throws ProtocolException if it is not HTTP, or beyond the bounds
   */
  PveResponse read() throws IOException {
    Matcher statusLine = statusLine();
    Map<String, List<String>> headers = headers();
    while (statusLine.group(2).startsWith("1")) {
      statusLine = statusLine();
      headers = headers();
    }
    int status = Integer.parseInt(statusLine.group(2));
    Optional<Integer> length = length(headers);
    boolean chunked =
        PveResponse.last(headers, "transfer-encoding")
            .filter("chunked"::equalsIgnoreCase)
            .isPresent();
    boolean bodiless = status == 204 || status == 304;
    byte[] body =
        bodiless
            ? new byte[0]
            : chunked ? chunks() : length.isPresent() ? exactly(length.get()) : rest();
    // Calls that pveproxy forwards carry "close" and then its own "Keep-Alive" (pve-api.md 1): the
    // last one is about this connection.
    boolean keepsOpen =
        !PveResponse.last(headers, "connection").orElse("").equalsIgnoreCase("close")
            && statusLine.group(1).equals("1");
    boolean delimited = bodiless || chunked || length.isPresent();
    String reason = Optional.ofNullable(statusLine.group(3)).orElse("").strip();
    return new PveResponse(status, reason, headers, body, keepsOpen && delimited);
  }

  private Matcher statusLine() throws IOException {
    Matcher line = STATUS_LINE.matcher(line());
    if (!line.matches()) {
      throw new ProtocolException("what came back is not HTTP");
    }
    return line;
  }

  private Map<String, List<String>> headers() throws IOException {
    Map<String, List<String>> headers = new HashMap<>();
    int count = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon < 1 || ++count > MOST_HEADERS) {
        throw new ProtocolException("the answer's headers are not HTTP");
      }
      headers
          .computeIfAbsent(
              line.substring(0, colon).strip().toLowerCase(Locale.ROOT), any -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    return headers;
  }

  private Optional<Integer> length(Map<String, List<String>> headers) throws IOException {
    Optional<String> digits = PveResponse.last(headers, "content-length");
    if (digits.isEmpty()) {
      return Optional.empty();
    }
    if (!digits.get().matches("\\d{1,18}")) {
      throw new ProtocolException("the answer's length is not a number");
    }
    long length = Long.parseLong(digits.get());
    if (length > bodyLimit) {
      throw tooLarge();
    }
    return Optional.of((int) length);
  }

  private byte[] exactly(int length) throws IOException {
    byte[] body = input.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("the answer was cut off");
    }
    return body;
  }

  private byte[] rest() throws IOException {
    byte[] body = input.readNBytes(bodyLimit + 1);
    if (body.length > bodyLimit) {
      throw tooLarge();
    }
    return body;
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      Matcher size = CHUNK_SIZE.matcher(line());
      if (!size.matches()) {
        throw new ProtocolException("the answer's chunks are not HTTP");
      }
      int length = Integer.parseInt(size.group(1), 16);
      if (length == 0) {
        headers();
        return body.toByteArray();
      }
      if (body.size() + (long) length > bodyLimit) {
        throw tooLarge();
      }
      body.write(exactly(length));
      if (!line().isEmpty()) {
        throw new ProtocolException("the answer's chunks are not HTTP");
      }
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    for (int next = input.read(); next != '\n'; next = input.read()) {
      if (next < 0) {
        throw new EOFException(
            begun ? "the answer was cut off" : "the connection was closed without an answer");
      }
      begun = true;
      if (line.size() >= LONGEST_LINE) {
        throw new ProtocolException("the answer's headers are too long");
      }
      line.write(next);
    }
    begun = true;
    String text = line.toString(StandardCharsets.UTF_8);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  private ProtocolException tooLarge() {
    return new ProtocolException("the answer is larger than " + (bodyLimit >> 20) + " MiB");
  }
}
