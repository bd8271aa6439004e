package io.github.riskyproxmox.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** An HTTP client with keep-alive connections, like a browser. */
final class Web {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private Web() {}

  /**
   * A response.
   *
   * @param status of HTTP
   * @param body as transferred
   * @param seconds from before the request to the last byte
   */
  record Answer(int status, byte[] body, double seconds) {
    /** The body of an uncompressed response as text. */
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  static HttpClient client() {
    return CLIENT;
  }

  /** Requests it like a browser, which accepts gzip. */
  static Answer get(URI uri) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri).header("Accept-Encoding", "gzip"));
  }

  /** Requests it without compression. */
  static Answer plain(URI uri) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri));
  }

  static Answer post(URI uri, String json) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  private static Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    HttpResponse<byte[]> response =
        CLIENT.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofByteArray());
    return new Answer(response.statusCode(), response.body(), Wait.secondsSince(begun));
  }
}
