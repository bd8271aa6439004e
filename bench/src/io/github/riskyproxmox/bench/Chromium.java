package io.github.riskyproxmox.bench;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A real browser that opens the page. */
final class Chromium implements AutoCloseable {
  /** Records the time of the first frame with a card, and of the first frame with all cards. */
  private static final String STOPWATCH =
      """
      window.stopwatch = {};
      (function check() {
        const cards = document.querySelectorAll('[data-place]').length;
        if (cards > 0 && !window.stopwatch.paint) {
          window.stopwatch.paint = performance.now();
        }
        if (cards >= %d && document.readyState !== 'loading') {
          window.stopwatch.grid = performance.now();
        } else {
          requestAnimationFrame(check);
        }
      })();
      """;

  private static final double POLL_MILLIS = 50;
  private static final int MAX_POLLS = 1_200;

  private final Playwright playwright = Playwright.create();
  private final Browser browser =
      playwright
          .chromium()
          .launch(
              new BrowserType.LaunchOptions()
                  .setExecutablePath(Path.of("/usr/bin/chromium"))
                  .setArgs(
                      List.of(
                          "--no-sandbox",
                          "--disable-gpu",
                          "--disable-quic",
                          "--no-first-run",
                          "--disable-background-networking",
                          "--disable-component-update",
                          "--disable-sync")));
  private BrowserContext context = browser.newContext();

  /**
   * One visit.
   *
   * @param kilobytes transferred, including headers
   * @param paintMillis from the navigation to the first frame with a card
   * @param gridMillis from the navigation to the first frame with all cards of a complete document
   */
  record Visit(double kilobytes, double paintMillis, double gridMillis) {}

  /** A visit with an empty cache. */
  Visit firstVisit(URI url, int vms) {
    forget();
    return visit(url, vms);
  }

  /** A visit with the cache of the first visit. */
  Visit laterVisit(URI url, int vms) {
    return visit(url, vms);
  }

  /** Empties the cache. */
  void forget() {
    context.close();
    context = browser.newContext();
  }

  private Visit visit(URI url, int vms) {
    try (Page page = context.newPage()) {
      AtomicLong bytes = new AtomicLong();
      CDPSession devTools = context.newCDPSession(page);
      devTools.send("Network.enable");
      // The event stream never finishes, so it is not among these.
      devTools.on(
          "Network.loadingFinished",
          (JsonObject event) -> bytes.addAndGet(event.get("encodedDataLength").getAsLong()));
      page.addInitScript(STOPWATCH.formatted(vms));
      page.navigate(url.toString());
      // Polled from outside, because the page's Content-Security-Policy forbids waitForFunction.
      for (int i = 0; i < MAX_POLLS && page.evaluate("window.stopwatch.grid") == null; i++) {
        page.waitForTimeout(POLL_MILLIS);
      }
      // Icons and the manifest, which are fetched later, count too.
      page.waitForTimeout(1_000);
      double paint = ((Number) page.evaluate("window.stopwatch.paint")).doubleValue();
      double grid = ((Number) page.evaluate("window.stopwatch.grid")).doubleValue();
      return new Visit(bytes.get() / 1000.0, paint, grid);
    }
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
