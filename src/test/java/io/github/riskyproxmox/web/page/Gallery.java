package io.github.riskyproxmox.web.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.microsoft.playwright.Page;
import io.github.riskyproxmox.simulator.Fault;
import io.github.riskyproxmox.simulator.GuestBehaviour;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The page on several devices and themes at the same time. Each must show a state: axe finds no
 * violation and no contrast that it cannot judge, nothing is wider than the window, nothing moves
 * if reduced motion is requested. A screenshot of each is in target/screenshots.
 */
abstract class Gallery {
  /** What a slow guest takes to start, to stop, to be saved and to resume. */
  static final Duration LONG = Duration.ofSeconds(20);

  private static final String UNREST = "document.getAnimations().length";
  private static final String WIDTH = "document.documentElement.scrollWidth <= innerWidth";

  /** The pages by the names of their devices and themes. */
  final Map<String, Page> pages = new LinkedHashMap<>();

  /** Opens the page on each device and theme, and dismisses the result of an earlier launch. */
  void open(PageWorld where) {
    open(where, Screenshot.values());
  }

  /** Opens the page on these devices and themes only. */
  void open(PageWorld where, Screenshot... looks) {
    for (Screenshot look : looks) {
      pages.put(look.name().toLowerCase(Locale.ROOT).replace('_', '-'), where.open(look.options()));
    }
    dismiss();
  }

  /** Reloads all pages. */
  void reload() {
    // With the address of a dialog it would open again.
    pages.values().forEach(page -> page.evaluate("history.replaceState(null, '', './')"));
    pages.values().forEach(Page::reload);
    pages.values().forEach(PageWorld::awaitLive);
    dismiss();
  }

  private void dismiss() {
    for (Page page : pages.values()) {
      if (page.locator("[data-do=dismiss]").isVisible()) {
        page.locator("[data-do=dismiss]").click();
      }
    }
  }

  /** Waits until all pages show the state, takes screenshots, and examines all pages. */
  void see(String state, Consumer<Page> until) {
    assertFalse(pages.isEmpty(), "No page is open.");
    pages.values().forEach(until);
    pages.forEach((look, page) -> picture(state + "-" + look, page));
    examine(state);
  }

  /** Writes target/screenshots/NAME.png. */
  static void picture(String name, Page page) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(Path.of("target/screenshots", name + ".png")));
  }

  private void examine(String state) {
    pages.forEach(
        (look, page) -> {
          String name = state + "-" + look;
          assertEquals(0, page.evaluate(UNREST), name + ": something moves");
          assertEquals(true, page.evaluate(WIDTH), name + ": something is wider than the window");
        });
    Axe.violations(pages)
        .forEach((look, found) -> assertEquals(List.of(), found, state + "-" + look));
  }

  /** The panel shows a launch under way with that element. */
  static void busy(Page page, String inside) {
    assertThat(page.locator(".mood-busy " + inside)).isVisible();
    page.evaluate("scrollTo(0, 0)");
  }

  /** The panel shows the end of a launch in that mood. */
  static void over(Page page, String mood) {
    assertThat(page.locator(mood)).isVisible();
    page.evaluate("scrollTo(0, 0)");
  }

  /** Opens the dialog of that VM, which contains these words. */
  static void ask(Page page, int vmid, String words) {
    if (page.locator(".plan").isVisible()) {
      page.keyboard().press("Escape");
      assertThat(page.locator(".plan")).not().isVisible();
    }
    page.locator("#vm-" + vmid + " .go").click();
    assertThat(page.locator(".plan")).containsText(words);
  }

  /** Chooses that way to stop a VM from the menu of its card. */
  static void stop(Page page, int vmid, String way) {
    page.keyboard().press("Escape");
    assertThat(page.locator(".plan")).not().isVisible();
    page.locator("#vm-" + vmid + " .more-ways").click();
    page.locator(way).click();
    assertThat(page.locator(".plan")).isVisible();
  }

  /** The dialog ignores clicks for a moment after it has opened. */
  static void settle(Page page) {
    assertThat(page.locator("#plan[data-settling]")).hasCount(0);
  }

  /** A guest that ignores its shutdown for an hour and takes {@link #LONG} for all else. */
  static GuestBehaviour slow() {
    return taking((int) LONG.toSeconds(), 3600);
  }

  /** A guest that takes that long for everything but the shutdown. */
  static GuestBehaviour taking(int seconds, int toShutDown) {
    Duration span = Duration.ofSeconds(seconds);
    return new GuestBehaviour(
        Duration.ofSeconds(toShutDown),
        false,
        span,
        Optional.empty(),
        Optional.empty(),
        0,
        span,
        Duration.ofMillis(500),
        Duration.ZERO,
        span,
        Optional.empty());
  }

  /** A fault that answers with that JSON. */
  static Fault json(String body) {
    return Fault.answer(200, "OK", "application/json;charset=UTF-8", body);
  }
}
