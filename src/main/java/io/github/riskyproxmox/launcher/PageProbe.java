package io.github.riskyproxmox.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** Asks for the page as a browser would. */
final class PageProbe {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private PageProbe() {}

  /**
   * Asks once.
   *
   * @param url of the page
   * @throws IOException if it is not answered with 200 within half a minute
   */
  static void check(String url) throws IOException, InterruptedException {
    int status = status(url);
    if (status != 200) {
      throw new IOException("The page answers " + status + " instead of 200; the log says why.");
    }
  }

  /** Asks for the page and for all else that people and programs ask for most, twice. */
  static void exercise(String url) throws IOException, InterruptedException {
    for (int round = 0; round < 2; round++) {
      for (String path : List.of("", "api/vms", "api/launch", "health", "openapi", "nothing")) {
        status(url + path);
      }
    }
  }

  private static int status(String url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
    return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
