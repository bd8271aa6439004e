package io.github.riskyproxmox.web.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ForcedColors;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keyboard, touch, small windows, themes, weight, and how things are drawn. */
class PageUseIT {
  private static final String SHEET_AT_THE_BOTTOM =
      "Math.abs(innerHeight - document.querySelector('.sheet').getBoundingClientRect().bottom) < 2";

  private static final String SCRIPTS =
      "[document.scripts.length, performance.getEntriesByType('resource')"
          + ".filter(e => e.name.includes('.js')).length].join()";

  private static PageWorld world;

  @BeforeAll
  static void begin() throws Exception {
    world = PageWorld.usual();
  }

  @AfterAll
  static void end() throws Exception {
    world.close();
  }

  @BeforeEach
  void reset() {
    world.closePages();
  }

  @AfterEach
  void theBrowserReportsNoErrors() {
    assertEquals(List.of(), world.complaints());
  }

  @Test
  void eachVmIsOnThePageOnceInNaturalOrderAndNoTemplate() {
    Page page = world.open();
    assertEquals(List.of("win11-gaming"), names(page, "#now"));
    assertEquals(
        List.of(
            "in-backup",
            "kiosk",
            "macos-sonoma",
            "nas-9",
            "nas-10",
            "paused-lab",
            "ubuntu-ml",
            "VM 301"),
        names(page, "#cards"));
    assertEquals(List.of(), names(page, "#always"));
    assertThat(page.locator("[data-place]")).hasCount(9);
  }

  private static List<String> names(Page page, String section) {
    return page.locator(section + " [data-place] h3").allTextContents();
  }

  @Test
  void everyStateHasItsWordAndIcon() {
    Page page = world.open();
    assertEquals("Running", word(page, 101));
    assertEquals("Stopped", word(page, 102));
    assertEquals("Hibernated", word(page, 103));
    assertEquals("Paused", word(page, 201));
    assertEquals("Locked: backup", word(page, 202));
    assertEquals("Unknown", word(page, 301));
    assertEquals(
        6L,
        ((Number)
                page.evaluate(
                    "new Set([101,102,103,201,202,301].map(id => document.querySelector("
                        + "`#vm-${id} .state use`).getAttribute('href'))).size"))
            .longValue());
  }

  private static String word(Page page, int vmid) {
    return page.locator("#vm-" + vmid + " .state .word").textContent().strip();
  }

  /** A page stays open for days, also on phones, and each DOM change costs energy. */
  @Test
  void withoutChangesTheDomIsNotTouched() {
    Page page = world.open();
    page.evaluate(
        "() => new Promise((rest, restless) => {"
            + " let quiet = setTimeout(rest, 1200);"
            + " setTimeout(() => restless(new Error('it never rests')), 60000);"
            + " new MutationObserver(() => {"
            + " clearTimeout(quiet); quiet = setTimeout(rest, 1200); })"
            + ".observe(document, { subtree: true, childList: true,"
            + " attributes: true, characterData: true }); })");
  }

  @Test
  void tagsHaveProxmoxColours() {
    Page page = world.open();
    assertEquals("rgb(93, 254, 147) rgb(0, 0, 0)", tag(page, 102, "gpu"));
    assertEquals("rgb(143, 140, 187) rgb(0, 0, 0)", tag(page, 102, "linux"));
    assertEquals("rgb(74, 111, 165) rgb(255, 255, 255)", tag(page, 101, "windows"));
    assertEquals(
        List.of("games", "gpu", "linux", "slow"), page.locator("#vm-102 .tag").allTextContents());
  }

  private static Object tag(Page page, int vmid, String tag) {
    return page.evaluate(
        "([id, tag]) => { const s = getComputedStyle(document.querySelector(`#vm-${id}"
            + " .tag[title='${tag}']`)); return s.backgroundColor + ' ' + s.color }",
        List.of(vmid, tag));
  }

  @Test
  void theKeyboardReachesEverything() {
    Page page = world.open();
    page.locator("#vm-101 .go").focus();
    page.keyboard().press("Tab");
    assertEquals("101", focused(page));
    page.locator("#vm-202 .launch").focus();
    page.keyboard().press("Tab");
    assertEquals("104", focused(page));
    page.keyboard().press("Shift+Tab");
    page.keyboard().press("ArrowRight");
    assertEquals("104", focused(page));
    BoundingBox above = page.locator("#vm-104").boundingBox();
    page.keyboard().press("ArrowDown");
    BoundingBox below = page.locator("#vm-" + focused(page)).boundingBox();
    assertEquals(above.x, below.x, 1, "the same column");
    assertTrue(below.y >= above.y + above.height, "the next row");
    page.keyboard().press("ArrowUp");
    assertEquals("104", focused(page));
    page.keyboard().press("End");
    assertEquals("301", focused(page));
    page.keyboard().press("Home");
    assertEquals("202", focused(page));
    page.keyboard().press("/");
    page.keyboard().type("ml.example");
    assertThat(page.locator("[data-place]:visible")).hasCount(1);
    page.keyboard().press("ArrowDown");
    assertEquals("102", focused(page));
    page.keyboard().press("Enter");
    assertThat(page.locator(".plan")).isVisible();
    assertEquals("shutdown", page.evaluate("document.activeElement.dataset.action"));
    page.keyboard().press("Escape");
    assertThat(page.locator(".plan")).not().isVisible();
    page.waitForCondition(() -> focused(page).equals("102"));
    page.keyboard().press("/");
    page.keyboard().press("Escape");
    assertThat(page.locator("#search")).hasValue("");
    assertThat(page.locator("[data-place]:visible")).hasCount(9);
  }

  private static String focused(Page page) {
    return (String)
        page.evaluate(
            "document.activeElement.closest('[data-place]') ?"
                + " document.activeElement.closest('[data-place]').dataset.vmid : ''");
  }

  @Test
  void nameTagNoteAndNumberAreSearched() {
    Page page = world.open();
    for (String words : List.of("SONOMA", "easy-k", "big picture", "106", "video 103")) {
      page.locator("#search").fill(words);
      assertThat(page.locator("[data-place]:visible")).hasCount(1);
      assertThat(page.locator("#found")).hasText("1 found");
    }
  }

  @Test
  void aLinkInANoteOpensElsewhereAndLaunchesNothing() {
    Page page = world.open();
    Object link =
        page.evaluate(
            "(() => { const a = document.querySelector('#vm-102 .notes a');"
                + " return [a.target, a.rel, a.href].join(' ') })()");
    assertEquals("_blank noopener noreferrer nofollow https://ml.example:8888/", link);
    page.evaluate(
        "document.addEventListener('click', e => e.target.closest('.notes a') &&"
            + " e.preventDefault())");
    page.locator("#vm-102 .notes a").click();
    assertThat(page.locator(".plan")).not().isVisible();
  }

  @Test
  void itFitsThreeHundredAndTwentyPixelsAndTwoHundredPercent() {
    for (int width : List.of(320, 640)) {
      Page page = world.open(new Browser.NewContextOptions().setViewportSize(width, 600));
      page.locator("#vm-102 .launch").click();
      assertThat(page.locator(".plan")).isVisible();
      assertEquals(
          true,
          page.evaluate(
              "document.documentElement.scrollWidth <= innerWidth && [...document"
                  + ".querySelectorAll('[data-place], .top, .sheet')].every(e =>"
                  + " e.getBoundingClientRect().right <= innerWidth + 1)"));
    }
  }

  @Test
  void aClickOnClampedNotesOpensTheDialog() {
    Page page = world.open();
    page.locator("#vm-102").scrollIntoViewIfNeeded();
    page.locator("#vm-102 .more").waitFor();
    page.locator("#vm-102 .notes").click(at(12, 10).setForce(true));
    assertThat(page.locator(".plan h2")).hasText("Switch to ubuntu-ml?");
  }

  private static Locator.ClickOptions at(double x, double y) {
    return new Locator.ClickOptions().setPosition(x, y);
  }

  @Test
  void touchTargetsAreLargeEnough() {
    Page page = world.open(Screenshot.PHONE_DARK);
    page.locator("#vm-102").scrollIntoViewIfNeeded();
    page.locator("#vm-102 .more").waitFor();
    assertEquals(
        List.of(),
        page.evaluate(
            "[...document.querySelectorAll('button:not(.more), summary')].filter(e => {"
                + " const r = e.getBoundingClientRect();"
                + " return e.checkVisibility() && (r.width < 44 || r.height < 44) })"
                + ".map(e => e.outerHTML.slice(0, 80))"));
    assertTouched(page, "#vm-102 .more");
    page.locator("#vm-102 .more").click();
    assertTouched(page, "#vm-102 .notes li a");
    page.locator("#vm-102 .launch").click();
    assertThat(page.locator(".plan")).isVisible();
    assertEquals(
        List.of(),
        page.evaluate(
            "[...document.querySelectorAll('.plan button, .choice, .how label, #theme,"
                + " .launch')].filter(e => { const r = e.getBoundingClientRect(); return r.width <"
                + " 44 || r.height < 44 }).map(e => e.outerHTML.slice(0, 80))"));
    page.waitForCondition(() -> (boolean) page.evaluate(SHEET_AT_THE_BOTTOM));
  }

  /** The area around it belongs to it, too. */
  private static void assertTouched(Page page, String element) {
    assertEquals(
        List.of(),
        page.evaluate(
            "selector => { const one = document.querySelector(selector);"
                + " one.scrollIntoView({block: 'center'}); const r ="
                + " one.getBoundingClientRect(), x = r.left + r.width / 2, y = r.top + r.height /"
                + " 2; return [y - 21, y + 21].map(at => document.elementFromPoint(x, at))"
                + ".filter(hit => hit !== one).map(hit => hit && hit.outerHTML.slice(0, 80)) }",
            element),
        element);
  }

  @Test
  void theThemeFollowsTheSystemUntilItIsSwitched() {
    Page page = world.open(Screenshot.DESKTOP_LIGHT);
    assertEquals("light .962", theme(page));
    page.locator("#theme").click();
    assertEquals("dark .165", theme(page));
    page.reload();
    assertEquals("dark .165", theme(page));
  }

  private static Object theme(Page page) {
    return page.evaluate(
        "(() => { const s = getComputedStyle(document.documentElement);"
            + " return s.colorScheme + ' ' + s.getPropertyValue('--bg-l').trim() })()");
  }

  @Test
  void forcedColoursKeepTheIcons() {
    Page page = world.open(new Browser.NewContextOptions().setForcedColors(ForcedColors.ACTIVE));
    assertThat(page.locator("#vm-101 .state svg")).isVisible();
    assertEquals(
        true,
        page.evaluate(
            "getComputedStyle(document.querySelector('#vm-101 .state svg')).stroke"
                + " !== getComputedStyle(document.documentElement).backgroundColor"));
    assertThat(page.locator("#vm-102 .launch")).hasCSS("border-top-style", "solid");
  }

  @Test
  void theFirstVisitIsSmallAndLaterOnesAreSmaller() throws Exception {
    Page page = world.open();
    @SuppressWarnings("unchecked")
    List<String> addresses =
        (List<String>)
            page.evaluate(
                "[...new Set(performance.getEntriesByType('resource')"
                    + ".filter(e => !/xmlhttprequest|eventsource/.test(e.initiatorType)"
                    + " && !e.name.includes('/api/')).map(e => e.name))]");
    int first = world.compressed(world.agent().url()).orElseThrow().length;
    int total = first;
    for (String address : addresses) {
      total += world.compressed(URI.create(address)).map(body -> body.length).orElse(0);
    }
    System.out.println("first visit: " + total + " bytes, later visits: " + first + " bytes");
    assertTrue(total <= 250_000, "first visit: " + total);
    assertTrue(first <= 25_000, "later visits: " + first);
  }

  /** A script that ran again would register its listeners again. */
  @Test
  void anAnswerBringsNoScripts() {
    Page page = world.open();
    Object loaded = page.evaluate(SCRIPTS);
    page.locator("#vm-102 .launch").click();
    assertThat(page.locator(".plan .choice").first()).isVisible();
    assertEquals(loaded, page.evaluate(SCRIPTS));
    page.keyboard().press("Escape");
    assertThat(page.locator(".plan")).not().isVisible();
  }

  @Test
  void itIsInstallableAndRequestsNothingFromOtherHosts() {
    Page page = world.open();
    assertEquals(
        true,
        page.evaluate(
            "performance.getEntriesByType('resource').every(e =>"
                + " e.name.startsWith(location.origin))"));
    Object icons =
        page.evaluate(
            "fetch(document.querySelector('link[rel=manifest]').href).then(r => r.json())"
                + ".then(m => Promise.all(m.icons.map(i => fetch(i.src).then(r => r.status))))");
    assertEquals(List.of(200, 200, 200), icons);
    assertEquals(
        List.of("VM launcher", "application/manifest+json", "no-cache", 304),
        page.evaluate(
            """
            async () => {
              const address = document.querySelector('link[rel=manifest]').href;
              const first = await fetch(address, {cache: 'no-store'});
              const tag = {'If-None-Match': first.headers.get('ETag')};
              const again = await fetch(address, {cache: 'no-store', headers: tag});
              return [(await first.json()).name, first.headers.get('Content-Type').split(';')[0],
                first.headers.get('Cache-Control'), again.status];
            }
            """));
  }
}
