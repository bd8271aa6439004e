package io.github.riskyproxmox.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A plain client that keeps its connections, as a browser does. */
final class Web {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Web() {}

  /**
   * What came back.
   *
   * @param status of HTTP
   * @param body as it came over the wire
   * @param seconds from before the request to the last byte
   */
  record Answer(int status, byte[] body, double seconds) {
    /** An answer that was not compressed, as text. */
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  static HttpClient client() {
    return CLIENT;
  }

  /** Asks for it as a browser does, compressed where the server compresses. */
  static Answer get(URI uri) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri).header("Accept-Encoding", "gzip"));
  }

  /** Asks for it uncompressed. */
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
        CLIENT.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofByteArray());
    return new Answer(response.statusCode(), response.body(), Wait.secondsSince(begun));
  }
}
