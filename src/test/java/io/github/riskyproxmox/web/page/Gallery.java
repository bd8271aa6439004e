package io.github.riskyproxmox.web.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
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
 * The page in several windows (sizes, themes) at the same time. Each must show the state, without
 * findings of axe, without horizontal overflow, and without motion where the user prefers that. The
 * screenshots are in target/screenshots.
 */
abstract class Gallery {
  private static final String UNREST = "document.getAnimations().length";
  private static final String WIDTH = "document.documentElement.scrollWidth <= innerWidth";
  private static final double PATIENCE = 40_000;
  private static final double IMPATIENCE = 1000;

  /** The pages by the names of their looks. */
  final Map<String, Page> pages = new LinkedHashMap<>();

  /** Opens it in each look; what an earlier launch left is dismissed. */
  void open(PageWorld where) {
    open(where, Screenshot.values());
  }

  /** Opens it in these looks only. */
  void open(PageWorld where, Screenshot... looks) {
    for (Screenshot look : looks) {
      pages.put(look.name().toLowerCase(Locale.ROOT).replace('_', '-'), where.open(look.options()));
    }
    dismiss();
  }

  /** Opens all of them again, in the windows they are in. */
  void reload() {
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

  /** Pictures of all first: a state may pass. */
  void see(String state, Consumer<Page> until) {
    pages.values().forEach(until);
    pages.forEach((look, page) -> picture(state + "-" + look, page));
    examine(state);
  }

  /** The same of a state that passes by itself: what was examined must not be the next one. */
  void seePassing(String state, Consumer<Page> until) {
    see(state, until);
    PlaywrightAssertions.setDefaultAssertionTimeout(IMPATIENCE);
    try {
      pages.values().forEach(until);
    } finally {
      PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
    }
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

  /** A launch is under way, and its panel has that. */
  static void busy(Page page, String inside) {
    assertThat(page.locator(".mood-busy " + inside)).isVisible();
    page.evaluate("scrollTo(0, 0)");
  }

  /** It ended in that mood. */
  static void over(Page page, String mood) {
    assertThat(page.locator(mood)).isVisible();
    page.evaluate("scrollTo(0, 0)");
  }

  /** Asks for that VM's dialog, which has these words. */
  static void ask(Page page, int vmid, String words) {
    if (page.locator(".plan").isVisible()) {
      page.keyboard().press("Escape");
      assertThat(page.locator(".plan")).not().isVisible();
    }
    page.locator("[data-vmid='" + vmid + "'] .open").click();
    assertThat(page.locator(".plan")).containsText(words);
  }

  /** Deaf for a minute; takes its time with all else, though less than a test has patience. */
  static GuestBehaviour slow() {
    return taking(20, 60);
  }

  /** A guest whose acts take so long, all but the shutdown. */
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

  /** That answer instead of the right one. */
  static Fault json(String body) {
    return Fault.answer(200, "OK", "application/json;charset=UTF-8", body);
  }
}
