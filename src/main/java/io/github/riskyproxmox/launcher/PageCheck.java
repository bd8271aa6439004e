package io.github.riskyproxmox.launcher;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Requests the page as a browser does. Uses Java's old HTTP client: the new one leaves threads
 * behind, which delay the end of the process by a third of a second.
 */
final class PageCheck {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private PageCheck() {}

  /**
   * Requests the page once.
   *
   * @param url of the page
   * @throws IOException if the answer is not 200 within 2 minutes
   */
  static void check(String url) throws IOException {
    int status = status(url);
    if (status != 200) {
      throw new IOException("The page answers " + status + " instead of 200; the log says why.");
    }
  }

  /** Requests the page and what API clients request most, twice, so that the classes are loaded. */
  static void requestEverything(String url) throws IOException {
    for (int round = 0; round < 2; round++) {
      for (String path : List.of("", "api/vms", "api/launch", "health", "openapi", "nothing")) {
        status(url + path);
      }
    }
  }

  private static int status(String url) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(url).toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(Math.toIntExact(TIMEOUT.toMillis()));
    connection.setReadTimeout(Math.toIntExact(TIMEOUT.toMillis()));
    try {
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }
}
