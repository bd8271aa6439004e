package io.github.riskyproxmox.web.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Media;
import io.github.riskyproxmox.simulator.SimScenario;
import io.github.riskyproxmox.support.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The shape of the page: its sections and their order, what moves, deep links, filters, print. */
class PageDesignIT {
  private static final String HOUSE =
      """
      {"cleanupTrap": false, "nodes": [{"name": "pve"}], "vms": [
        {"vmid": 101, "name": "win11-gaming", "tags": "windows;gpu", "state": "running",
         "uptime": 11520, "cores": 16, "memoryMiB": 49152, "hostpci": ["0000:01:00.0"],
         "notes": "---\\nicon: gamepad\\n---\\n**Living-room PC.** Steam.",
         "guest": {"shutdown": 3, "start": 1}},
        {"vmid": 102, "name": "ubuntu-ml", "tags": "gpu;linux", "cores": 16, "memoryMiB": 98304,
         "notes": "Training box.\\n\\n- one\\n- two\\n- three\\n- four", "guest": {"start": 1}},
        {"vmid": 103, "name": "macos", "tags": "video", "state": "hibernated",
         "guest": {"start": 1}},
        {"vmid": 104, "name": "kiosk", "tags": "easy-kill;home"},
        {"vmid": 105, "name": "nas", "tags": "home", "guest": {"ignoresAcpi": true, "start": 1}},
        {"vmid": 106, "name": "alpha", "tags": "lab;linux", "guest": {"start": 1}},
        {"vmid": 107, "name": "beta", "tags": "lab;linux"},
        {"vmid": 108, "name": "gamma", "tags": "lab"},
        {"vmid": 109, "name": "delta", "tags": "lab", "notes": "שלום"},
        {"vmid": 110, "name": "opnsense", "tags": "keep", "state": "running", "uptime": 900000},
        {"vmid": 111, "name": "zeta", "tags": "media"},
        {"vmid": 112, "name": "eta", "tags": "media"},
        {"vmid": 113, "name": "theta", "state": "paused"},
        {"vmid": 114, "name": "iota"},
        {"vmid": 115, "name": "gold", "template": true}]}
      """;
  private static final int VMS = 14;

  /** Collects every shift of the layout that no input of the user has caused. */
  private static final String SHIFTS =
      "() => { window.shifts = [];"
          + " new PerformanceObserver(list => list.getEntries().filter(e => !e.hadRecentInput)"
          + ".forEach(e => window.shifts.push(e.value.toFixed(4) + ' ' + e.sources.map(s => s.node"
          + " && (s.node.id || s.node.className || s.node.nodeName)).join(', '))))"
          + ".observe({type: 'layout-shift', buffered: false}) }";

  private static final String SHIFTED =
      "window.shifts.reduce((sum, one) => sum + parseFloat(one), 0)";

  /** What does not fit into its box in the line of a result. */
  private static final String CUT =
      "line => [...line.querySelectorAll('.name, .button')]"
          + ".filter(e => e.scrollWidth > e.clientWidth || e.scrollHeight > e.clientHeight + 1)"
          + ".map(e => e.textContent)";

  private static PageWorld world;

  @BeforeAll
  static void begin() throws Exception {
    world = new PageWorld(SimScenario.parse(HOUSE));
  }

  @AfterAll
  static void end() throws Exception {
    world.close();
  }

  @BeforeEach
  void restore() {
    world.resumeTime(Duration.ZERO);
    world.closePages();
    for (int vmid : List.of(102, 103, 105, 106)) {
      if (world.isUp(vmid)) {
        world.cluster().powerOffInside(vmid);
        PageWorld.await(vmid + " to stop", () -> !world.isUp(vmid));
      }
    }
    if (!world.isUp(101)) {
      world.cluster().startBySomebodyElse(101);
      PageWorld.await("101 to run", () -> world.isUp(101));
    }
  }

  @AfterEach
  void theBrowserReportsNoErrors() {
    assertEquals(List.of(), world.complaints());
  }

  @Test
  void everyVmIsInOneSectionWithAllThatIsToBeKnown() {
    Page page = world.open();
    assertEquals(List.of("win11-gaming"), names(page, "#now"));
    assertEquals(List.of("opnsense"), names(page, "#always"));
    List<String> others = names(page, "#cards");
    assertEquals(VMS - 2, others.size());
    assertThat(page.locator("[data-place]")).hasCount(VMS);
    Locator hero = page.locator("#vm-101");
    for (String part : List.of(".tile", ".state .since", ".facts .vmid", ".tags", ".notes")) {
      assertThat(hero.locator(part)).isVisible();
    }
    assertThat(hero.locator(".tile use")).hasAttribute("href", "#i-gamepad");
    assertThat(hero.locator(".notes")).not().containsText("icon:");
    assertThat(hero.locator(".go")).hasText("Shut down");
    hero.locator(".more-ways").click();
    assertEquals(
        List.of("Hibernate…", "Restart…", "Terminate…"),
        page.locator("#ways a:visible").allInnerTexts());
    page.keyboard().press("Escape");
    assertThat(page.locator("#ways")).not().isVisible();
    assertThat(page.locator("#vm-102 .launch")).hasText("Launch");
    assertThat(page.locator("#vm-103 .launch")).hasText("Resume");
    assertThat(page.locator("#vm-102 .clash")).containsText("win11-gaming");
    assertThat(page.locator("#vm-110 .launch, #vm-110 .go")).hasCount(0);
  }

  @Test
  void aLaunchElsewhereNeitherSortsNorMovesWhatIsUnderTheFinger() {
    Page top = world.open();
    Page scrolled = world.open(Screenshot.PHONE_DARK);
    world.launched(105);
    world.launched(101);
    top.reload();
    scrolled.reload();
    PageWorld.awaitLive(top);
    PageWorld.awaitLive(scrolled);
    assertThat(top.locator(".launching")).not().isVisible();
    assertThat(scrolled.locator(".launching")).not().isVisible();
    scrolled.evaluate("document.getElementById('vm-108').scrollIntoView({block: 'center'})");
    List<String> before = names(top, "#cards");
    List<Page> both = List.of(top, scrolled);
    both.forEach(page -> page.evaluate(SHIFTS));
    double place = top(scrolled);

    world.stopTime();
    world.launch("{\"vmid\":102,\"action\":\"shutdown\"}");
    both.forEach(page -> assertThat(page.locator(".launching.switch")).isVisible());
    assertEquals(before, names(top, "#cards"));
    world.resumeTime(Duration.ofSeconds(4));
    both.forEach(page -> assertThat(page.locator("#now #vm-102")).isVisible());
    List<String> after = new ArrayList<>(before);
    after.set(after.indexOf("ubuntu-ml"), "win11-gaming");
    after.sort(null);
    assertEquals(after, names(top, "#cards"));
    both.forEach(page -> assertThat(page.locator(".launching")).not().isVisible());
    assertEquals(place, top(scrolled), 2, "the card under the finger has moved");
    for (Page page : both) {
      double shifted = ((Number) page.evaluate(SHIFTED)).doubleValue();
      assertTrue(shifted <= 0.05, shifted + " " + page.evaluate("window.shifts.join('\\n')"));
    }
  }

  @Test
  void aSuccessIsOneLineThatGoesAfterTenSeconds() {
    Page page = world.open(Screenshot.PHONE_DARK);
    world.launched(102);
    Locator line = page.locator(".launching.mood-good");
    assertThat(line.locator(".name")).hasText("ubuntu-ml is running");
    assertTrue(line.boundingBox().height < 60, "one line");
    assertEquals(List.of(), line.evaluate(CUT), "cut");
    Object ended = line.getAttribute("data-ended");
    assertThat(line).not().isVisible();
    long shown = ((Number) page.evaluate("Date.now() - " + ended)).longValue();
    assertTrue(shown >= 9_000, "shown for " + shown + " ms");
    assertTrue(shown <= Math.max(20_000, world.promised(20_000)), shown + " " + Waiting.load());
    page.reload();
    PageWorld.awaitLive(page);
    assertThat(line).not().isVisible();
  }

  @Test
  void aSuccessThatIsNoLongerTrueIsNotShownAsThePresent() {
    Page page = world.open();
    world.launched(106);
    assertThat(page.locator(".mood-good .name")).hasText("alpha is running");
    world.cluster().powerOffInside(106);
    assertThat(page.locator(".mood-good")).not().isVisible();
  }

  @Test
  void deepLinksOpenAPlanOrShowACardAndBackClosesTheDialog() {
    Page page = world.open();
    String address = world.agent().url().toString();
    page.navigate(address + "#launch=102");
    assertThat(page.locator(".plan h2")).hasText("Switch to ubuntu-ml?");
    assertEquals("#launch=102", page.evaluate("location.hash"));
    page.goBack();
    assertThat(page.locator(".plan")).not().isVisible();
    assertThat(page.locator("#now [data-place]")).isVisible();
    assertEquals("", page.evaluate("location.hash"));

    page.locator("#vm-104 .launch").click();
    assertThat(page.locator(".plan")).isVisible();
    assertEquals("#launch=104", page.evaluate("location.hash"));
    page.keyboard().press("Escape");
    assertThat(page.locator(".plan")).not().isVisible();
    page.waitForCondition(() -> page.evaluate("location.hash").equals(""));
    page.goForward();
    assertThat(page.locator(".plan h2")).hasText("Switch to kiosk?");
    page.goBack();
    assertThat(page.locator(".plan")).not().isVisible();

    Page other = world.open(Screenshot.PHONE_DARK);
    other.navigate(address + "#vm=111");
    assertThat(other.locator("#vm-111 .launch")).isFocused();
    assertThat(other.locator("#vm-111")).isInViewport();
    assertThat(other.locator(".plan")).not().isVisible();
    other.navigate(address + "#launch=999");
    assertThat(other.locator(".plan h2")).hasText("That VM is no longer there");
  }

  @Test
  void terminateIsQuietAndAsksOnceMoreInPlace() {
    Page page = world.open();
    world.stopTime();
    world.launch("{\"vmid\":102,\"action\":\"shutdown\"}");
    Locator terminate = page.locator(".launching .force");
    assertThat(terminate).isVisible();
    assertThat(terminate).hasClass(Pattern.compile(".*\\bquiet\\b.*"));
    terminate.click();
    assertThat(terminate).containsText("Unsaved work is lost. Click again to terminate");
    assertThat(terminate).hasClass(Pattern.compile(".*\\bdanger\\b.*"));
    assertThat(page.locator(".step").first()).not().containsText("Terminated");
    terminate.click();
    assertThat(page.locator("#announcer")).not().hasText("");
    world.resumeTime(Duration.ofSeconds(3));
    assertThat(page.locator("#now #vm-102 .state")).containsText("Running");
    assertTrue(
        world.cluster().tasks().stream().anyMatch(task -> task.type().equals("qmstop")),
        "it was terminated");
  }

  @Test
  void aClickOnAnotherCardDuringALaunchSaysWhatIsUnderWay() {
    Page page = world.open();
    world.stopTime();
    world.launch("{\"vmid\":102,\"action\":\"shutdown\"}");
    assertThat(page.locator(".launching.switch")).isVisible();
    page.locator("#vm-106 .launch").click();
    assertThat(page.locator("#word")).containsText("Busy: switching to ubuntu-ml");
    assertThat(page.locator(".plan")).not().isVisible();
    world.resumeTime(Duration.ofSeconds(4));
    assertThat(page.locator("#now #vm-102")).isVisible();
  }

  @Test
  void filterChipsByStateAndTagFromTwelveVms() {
    Page page = world.open();
    assertThat(page.locator("#filters")).isVisible();
    Locator tag = page.locator(".chip[data-filter='tag lab']");
    assertThat(tag).hasText(Pattern.compile("^lab 4$"));
    assertThat(tag).hasCSS("text-transform", "none");
    tag.click();
    assertEquals(
        List.of("alpha", "beta", "delta", "gamma"),
        page.locator("#cards [data-place]:visible h3").allTextContents());
    assertThat(page.locator("#found")).hasText("4 found");
    assertThat(page.locator(".chip[aria-pressed=true]")).hasCount(1);
    assertThat(page.locator("#vm-101")).isVisible();
    page.locator(".chip", new Page.LocatorOptions().setHasText("hibernated")).click();
    assertEquals(
        List.of("macos"), page.locator("#cards [data-place]:visible h3").allTextContents());
    page.locator(".chip").first().click();
    assertThat(page.locator("#cards [data-place]:visible")).hasCount(VMS - 2);
    page.locator("#search").fill("nothing like it");
    assertThat(page.locator("#nothing")).isVisible();
    assertThat(page.locator("#nothing")).hasAttribute("role", "status");
    page.locator("#clear").click();
    assertThat(page.locator("#cards [data-place]:visible")).hasCount(VMS - 2);
  }

  @Test
  void theOrderByLastUseIsRememberedByTheBrowser() {
    world.launched(105);
    world.launched(101);
    Page page = world.open();
    List<String> byName = names(page, "#cards");
    page.locator("#order [role=radio]").last().click();
    page.waitForCondition(() -> names(page, "#cards").get(0).equals("nas"));
    assertThat(page.locator("#order [role=radio]").last()).hasAttribute("aria-checked", "true");
    page.reload();
    PageWorld.awaitLive(page);
    assertEquals("nas", names(page, "#cards").get(0));
    assertThat(page.locator("#order [role=radio]").last()).hasAttribute("aria-checked", "true");
    page.locator("#order [role=radio]").first().click();
    page.waitForCondition(() -> names(page, "#cards").equals(byName));
  }

  @Test
  void theDialogTrapsTheFocusInOrderBothWays() {
    Page page = world.open();
    page.locator("#vm-101 .go").click();
    assertThat(page.locator(".choice").first()).isFocused();
    List<String> forth = walk(page, "Tab");
    List<String> back = walk(page, "Shift+Tab");
    assertEquals(
        List.of("Hibernate", "Terminate", "Restart", "Cancel", "Shut down gracefully"), forth);
    assertEquals(
        List.of("Cancel", "Restart", "Terminate", "Hibernate", "Shut down gracefully"), back);
  }

  private static List<String> walk(Page page, String key) {
    List<String> reached = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      page.keyboard().press(key);
      reached.add(
          (String)
              page.evaluate(
                  "(document.activeElement.querySelector('b') || document.activeElement)"
                      + ".textContent.trim()"));
    }
    return reached;
  }

  @Test
  void withoutScriptItIsAPlainColouredListWithoutDeadControls() {
    Page page =
        world.browse(
            new Browser.NewContextOptions().setJavaScriptEnabled(false).setViewportSize(390, 844));
    assertThat(page.locator("[data-place]:visible")).hasCount(VMS);
    assertThat(page.locator("button:visible, input:visible, [role=radio]:visible")).hasCount(0);
    assertThat(page.locator("#link")).not().isVisible();
    assertThat(page.locator("noscript meta[http-equiv=refresh]")).hasCount(1);
    assertThat(page.locator("#vm-101 .state")).containsText("Running");
    assertThat(page.locator("#vm-109 .notes")).isVisible();
    assertThat(page.locator("#vm-102 .launch")).not().isVisible();
    assertThat(page.locator("html")).hasClass(Pattern.compile(".*\\bhue-\\d+.*"));
    Gallery.picture("no-script", page);
  }

  @Test
  void onPaperTheTextIsDarkOnWhiteAndNothingIsCut() {
    Page page = world.open();
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    assertThat(page.locator("html")).hasCSS("background-color", "rgb(255, 255, 255)");
    assertThat(page.locator("#vm-102 .name")).hasCSS("color", "rgb(0, 0, 0)");
    assertThat(page.locator("button:visible")).hasCount(0);
    assertEquals(
        List.of(),
        page.evaluate(
            "[...document.querySelectorAll('.notes .text, .name')].filter(e =>"
                + " e.scrollHeight > e.clientHeight + 2).map(e => e.textContent)"));
    Gallery.picture("print", page);
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));
  }

  @Test
  void theHeaderStaysAndTheTextHasTheSizeOfTheBrowser() {
    Page page = world.open();
    assertEquals(
        List.of(),
        page.evaluate(
            """
            () => {
              const texts = [...document.querySelectorAll('main *, header *')].filter(e =>
                [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && e.checkVisibility());
              const sizes = () => texts.map(e => parseFloat(getComputedStyle(e).fontSize));
              const usual = sizes();
              document.documentElement.style.fontSize = '32px';
              const large = sizes();
              document.documentElement.style.fontSize = '';
              return texts.filter((e, i) => large[i] < 1.4 * usual[i])
                .map(e => e.outerHTML.slice(0, 90));
            }
            """));
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)");
    assertEquals(
        0,
        ((Number) page.evaluate("document.querySelector('.top').getBoundingClientRect().top"))
            .intValue());
  }

  @Test
  void tagsContrastAndNotesFollowTheDirectionOfTheirText() {
    Page page = world.open();
    assertThat(page.locator("#link")).hasAttribute("data-link", "live");
    assertEquals(
        List.of(),
        page.evaluate(
            """
            () => {
              const parts = hex => hex.length === 4 ? [...hex.slice(1)].map(one => one + one)
                : hex.slice(1).match(/../g);
              const light = hex => parts(hex).map(part => parseInt(part, 16) / 255)
                .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
                .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], .05);
              return [...document.querySelectorAll('.tag')].filter(tag => {
                const {fg, bg} = tag.dataset;
                const two = [light(fg), light(bg)];
                return Math.max(...two) / Math.min(...two) < 4.5;
              }).map(tag => tag.textContent);
            }
            """));
    assertThat(page.locator("#vm-109 .notes .text")).hasCSS("direction", "rtl");
    assertThat(page.locator("#vm-102 .notes .text")).hasCSS("direction", "ltr");
  }

  private static double top(Page page) {
    return ((Number) page.evaluate("document.getElementById('vm-108').getBoundingClientRect().top"))
        .doubleValue();
  }

  private static List<String> names(Page page, String section) {
    return page.locator(section + " [data-place] h3").allTextContents();
  }
}
