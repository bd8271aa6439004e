package io.github.riskyproxmox.setup;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** The page that the service serves. */
interface Page {
  /** Waits until it answers; false if it does not. */
  boolean awaitAnswer();

  /** The one at that address, for which it waits a minute. */
  static Page at(String url) {
    return () -> {
      for (int tries = 0; tries < 240; tries++) {
        if (answers(url)) {
          return true;
        }
        try {
          Thread.sleep(250);
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
      return false;
    };
  }

  private static boolean answers(String url) {
    try {
      HttpURLConnection asked = (HttpURLConnection) URI.create(url).toURL().openConnection();
      asked.setConnectTimeout(2_000);
      asked.setReadTimeout(20_000);
      try {
        return asked.getResponseCode() < HttpURLConnection.HTTP_INTERNAL_ERROR;
      } finally {
        asked.disconnect();
      }
    } catch (IOException nobody) {
      return false;
    }
  }
}
