package io.github.riskyproxmox.launcher;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Asks for the page as a browser would. By Java's old client: the new one leaves threads behind,
 * and while one waits for the network, Java takes a third of a second more to end.
 */
final class PageProbe {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private PageProbe() {}

  /**
   * Asks once.
   *
   * @param url of the page
   * @throws IOException if it is not answered with 200 within half a minute
   */
  static void check(String url) throws IOException {
    int status = status(url);
    if (status != 200) {
      throw new IOException("The page answers " + status + " instead of 200; the log says why.");
    }
  }

  /** Asks for the page and for all else that people and programs ask for most, twice. */
  static void exercise(String url) throws IOException {
    for (int round = 0; round < 2; round++) {
      for (String path : List.of("", "api/vms", "api/launch", "health", "openapi", "nothing")) {
        status(url + path);
      }
    }
  }

  private static int status(String url) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(url).toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(Math.toIntExact(PATIENCE.toMillis()));
    connection.setReadTimeout(Math.toIntExact(PATIENCE.toMillis()));
    try {
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }
}
