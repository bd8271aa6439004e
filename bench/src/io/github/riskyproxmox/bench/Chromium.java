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

/** A real browser that looks at the page. */
final class Chromium implements AutoCloseable {
  /** Notes the first frame that has a card, and the first that has them all. */
  private static final String STOPWATCH =
      """
      window.stopwatch = {};
      (function look() {
        const cards = document.querySelectorAll('#grid .card').length;
        if (cards > 0 && !window.stopwatch.paint) {
          window.stopwatch.paint = performance.now();
        }
        if (cards >= %d && document.readyState !== 'loading') {
          window.stopwatch.grid = performance.now();
        } else {
          requestAnimationFrame(look);
        }
      })();
      """;

  private static final double LOOK_MILLIS = 50;
  private static final int MOST_LOOKS = 1_200;

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
   * @param kilobytes over the wire, headers included
   * @param paintMillis from the navigation to a frame with a card
   * @param gridMillis to a frame with all cards, the document having been read
   */
  record Visit(double kilobytes, double paintMillis, double gridMillis) {}

  /** With nothing cached. */
  Visit firstVisit(URI url, int vms) {
    forget();
    return visit(url, vms);
  }

  /** With what the first visit has left in the cache. */
  Visit laterVisit(URI url, int vms) {
    return visit(url, vms);
  }

  /** Drops what is cached. */
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
      // Asked from outside: the page's own policy forbids what waitForFunction does inside.
      for (int i = 0; i < MOST_LOOKS && page.evaluate("window.stopwatch.grid") == null; i++) {
        page.waitForTimeout(LOOK_MILLIS);
      }
      // What is fetched afterwards (icons, the manifest) belongs to the visit too.
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
