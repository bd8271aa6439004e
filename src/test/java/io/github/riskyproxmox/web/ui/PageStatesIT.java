package io.github.riskyproxmox.web.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.ReducedMotion;
import io.github.riskyproxmox.simulator.Fault;
import io.github.riskyproxmox.simulator.GuestBehaviour;
import io.github.riskyproxmox.simulator.NodeFailure;
import io.github.riskyproxmox.simulator.SimScenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every state of the page, in both themes, on desktop and phone: axe finds nothing, nothing is
 * wider than the window, nothing moves for whoever wants that, and a picture in target/screenshots.
 */
class PageStatesIT {
  private static final String UNREST = "document.getAnimations().length";
  private static final String WIDTH = "document.documentElement.scrollWidth <= innerWidth";

  private static final double PATIENCE = 40_000;
  private static final double IMPATIENCE = 1000;

  private static PageWorld world;
  private final Map<String, Page> pages = new LinkedHashMap<>();

  @BeforeAll
  static void begin() throws Exception {
    world = new PageWorld(PageWorld.usualScenario(), Map.of("SHUTDOWN_TIMEOUT", "20"));
  }

  @AfterAll
  static void end() throws Exception {
    world.close();
  }

  @BeforeEach
  void open() {
    List.of(101, 103, 104, 106).forEach(vmid -> world.cluster().setGuest(vmid, taking(1, 3)));
    world.reset();
    pages.clear();
    open(world);
  }

  private void open(PageWorld where) {
    for (Look look : Look.values()) {
      pages.put(look.name().toLowerCase(Locale.ROOT).replace('_', '-'), where.open(look.options()));
    }
    pages
        .values()
        .forEach(
            page -> {
              if (page.locator("[data-do=dismiss]").isVisible()) {
                page.locator("[data-do=dismiss]").click();
              }
            });
  }

  @AfterEach
  void nothingWasComplainedOf() {
    assertEquals(List.of(), world.complaints());
  }

  @Test
  void theGrid() {
    see("node-silent", page -> assertThat(page.locator(".card")).hasCount(9));
    see(
        "notes",
        page -> {
          page.locator("[data-vmid='102']").scrollIntoViewIfNeeded();
          page.locator("[data-vmid='102'] .more").click();
          assertThat(page.locator("[data-vmid='102'] .notes table")).isVisible();
        });
    see(
        "nothing-found",
        page -> {
          page.locator("#search").fill("no such thing");
          assertThat(page.locator("#nothing")).isVisible();
        });
  }

  /** The README's pictures are of this: what everybody sees who runs script/demo. */
  @Test
  void theDemoWhereNothingIsWrong() throws Exception {
    try (PageWorld own = new PageWorld(SimScenario.demo())) {
      pages.clear();
      open(own);
      see(
          "idle",
          page -> {
            assertThat(page.locator(".card")).hasCount(6);
            assertThat(page.locator(".card").first()).containsText("Running");
            assertThat(page.locator(".alarm:visible")).hasCount(0);
          });
      picture("readme-desktop", pages.get("desktop-dark"));
      picture("readme-phone", pages.get("phone-dark"));
      assertEquals(List.of(), own.complaints());
    }
  }

  @Test
  void smallWindowsAndForcedColours() {
    pages.clear();
    pages.put(
        "320-pixels",
        world.open(calm().setViewportSize(320, 640).setIsMobile(true).setHasTouch(true)));
    pages.put(
        "200-percent",
        world.open(
            calm()
                .setViewportSize(640, 400)
                .setDeviceScaleFactor(2)
                .setColorScheme(ColorScheme.LIGHT)));
    pages.put(
        "forced-colours",
        world.open(calm().setViewportSize(1280, 800).setForcedColors(ForcedColors.ACTIVE)));
    see("idle", page -> assertThat(page.locator(".card")).hasCount(9));
    see("choices", page -> ask(page, 102, "What should happen to it first?"));
    pages.values().forEach(page -> page.keyboard().press("Escape"));
    world.cluster().setGuest(101, slow());
    world.launch("{\"vmid\":102,\"action\":\"shutdown\"}");
    see("launching", page -> busy(page, ".bar"));
    world.cluster().powerOffInside(101);
    see("launched", page -> over(page, ".mood-good"));
  }

  private static Browser.NewContextOptions calm() {
    return new Browser.NewContextOptions().setReducedMotion(ReducedMotion.REDUCE);
  }

  @Test
  void theDialogs() {
    see("choices", page -> ask(page, 102, "What should happen to it first?"));
    world.cluster().startBySomebodyElse(104);
    see(
        "changed",
        page -> assertThat(page.locator(".plan .remark")).containsText("Things have changed"));
    world.cluster().stopBySomebodyElse(104);
    pages
        .values()
        .forEach(page -> assertThat(page.locator(".plan .lead")).containsText("win11-gaming is"));
    world.cluster().setLock(101, Optional.of("suspending"));
    see(
        "none-possible",
        page -> {
          assertThat(page.locator(".choice[aria-disabled=true]")).hasCount(3);
          assertThat(page.locator(".choice").first()).containsText("qm unlock 101");
        });
    see("running-locked", page -> ask(page, 101, "qm unlock 101"));
    see(
        "running-locked-card",
        page -> {
          page.keyboard().press("Escape");
          assertThat(page.locator(".plan")).not().isVisible();
          assertThat(page.locator("[data-vmid='101'] .lock")).containsText("qm unlock 101");
        });
    world.cluster().setLock(101, Optional.empty());
    see("nothing-to-do", page -> ask(page, 101, "There is nothing to do."));
    see("resume", page -> ask(page, 201, "It resumes where it was left."));
    see("unknown", page -> ask(page, 301, "This cannot be done now"));
    see("locked", page -> ask(page, 202, "is locked (backup)"));
    world.cluster().setLock(106, Optional.of("suspending"));
    see(
        "locked-suspending",
        page -> {
          assertThat(page.locator("[data-vmid='106'] .state")).containsText("Locked: suspending");
          ask(page, 106, "qm unlock 106");
        });
    world.cluster().setLock(106, Optional.empty());
    world.cluster().migrate(106, "pve2");
    see(
        "only-terminate",
        page -> {
          ask(page, 106, "is paused in memory");
          assertThat(page.locator(".choice[aria-disabled=true]")).hasCount(2);
          // PrimeFaces hands the focus on a moment after the dialog is there.
          page.waitForCondition(
              () -> (boolean) page.evaluate("Boolean(document.activeElement.closest('.plan'))"));
          assertEquals(
              false,
              page.evaluate("document.activeElement.matches('.danger')"),
              "the focus is not on Terminate");
        });
    world.cluster().stopBySomebodyElse(101);
    PageWorld.await("101 to stop", () -> !world.isUp(101));
    see("launch-only", page -> ask(page, 102, "It starts at once."));
    world.cluster().startBySomebodyElse(104);
    PageWorld.await("104 to run", () -> world.isUp(104));
    see("easy-kill", page -> ask(page, 102, "will be terminated (easy-kill)."));
  }

  @Test
  void aLaunchOvertakenAndItsSuccess() {
    world.cluster().setGuest(101, slow());
    world.launch("{\"vmid\":102,\"action\":\"shutdown\"}");
    see("launching", page -> busy(page, ".bar"));
    see(
        "another-under-way",
        page -> {
          page.locator("[data-vmid='106'] .open").click();
          assertThat(page.locator(".mood-busy h2")).hasText("Launching ubuntu-ml");
          assertThat(page.locator(".plan")).not().isVisible();
        });
    world.launch("{\"vmid\":102,\"action\":\"terminate\"}");
    seePassing(
        "escalated",
        page -> assertThat(page.locator(".step").first()).containsText("Terminated win11-gaming"));
    see("launched", page -> over(page, ".mood-good"));
    see(
        "last-launches",
        page -> {
          page.locator("#past summary").click();
          page.locator("#history li").first().scrollIntoViewIfNeeded();
          assertThat(page.locator("#history li").first()).containsText("ubuntu-ml launched");
        });
  }

  @Test
  void aHibernationAndAResumption() {
    launched(104);
    world.cluster().setGuest(104, slow());
    world.cluster().setGuest(103, slow());
    world
        .proxmox()
        .faults()
        .on("GET", "/nodes/[^/]+/tasks/[^/]+/log")
        .always()
        .inject(json("{\"total\":1,\"data\":[{\"n\":1,\"t\":\"saved 12.5 GiB of 48.0 GiB\"}]}"));
    world.launch("{\"vmid\":103,\"action\":\"hibernate\"}");
    seePassing(
        "hibernating",
        page -> {
          assertThat(page.locator("[data-vmid='104'] .state")).containsText("Hibernating");
          assertThat(page.locator(".launch .log")).containsText("saved 12.5 GiB");
        });
    world.proxmox().faults().clear();
    seePassing(
        "resuming",
        page -> assertThat(page.locator("[data-vmid='103'] .state")).containsText("Starting"));
    see("resumed", page -> over(page, ".mood-good"));
    world.cluster().setGuest(103, taking(1, 3));
    world.cluster().hibernateBySomebodyElse(103);
    PageWorld.await("103 to be saved", () -> !world.isUp(103));
  }

  @Test
  void aStart() {
    world.cluster().setGuest(106, slow());
    world.launch("{\"vmid\":106,\"action\":\"terminate\"}");
    seePassing(
        "starting",
        page -> {
          assertThat(page.locator("[data-vmid='106'] .state")).containsText("Starting");
          assertThat(page.locator("[data-vmid='101'] .state")).containsText("Stopped");
        });
    pages.values().forEach(page -> over(page, ".mood-good"));
  }

  @Test
  void launchesThatFailOrAreCancelled() {
    launched(105);
    world.launch("{\"vmid\":102,\"action\":\"shutdown\"}");
    see("failed", page -> over(page, ".mood-bad"));
    world.launch("{\"vmid\":102,\"action\":\"shutdown\"}");
    pages.values().forEach(page -> busy(page, ".bar"));
    pages.values().iterator().next().locator("[data-do=cancel]").click();
    see("cancelled", page -> over(page, ".mood-quiet"));
  }

  @Test
  void proxmoxThatDoesNotAnswer() {
    world.proxmox().faults().on("*", ".*").always().inject(Fault.resetBefore());
    see("offline", page -> assertThat(page.locator(".alarm-unreachable .ago")).isVisible());
    see("click-while-offline", page -> ask(page, 102, "did not answer"));
    world.proxmox().faults().clear();
    pages.values().forEach(page -> assertThat(page.locator("#link[data-link=live]")).isVisible());
    pages.values().forEach(page -> page.keyboard().press("Escape"));
    world.cluster().setGuest(101, slow());
    world.launch("{\"vmid\":102,\"action\":\"shutdown\"}");
    pages.values().forEach(page -> busy(page, ".bar"));
    world.proxmox().faults().on("*", ".*").always().inject(Fault.resetBefore());
    see(
        "launching-while-offline",
        page -> {
          assertThat(page.locator(".alarm-unreachable")).isVisible();
          assertThat(page.locator(".mood-busy .message")).containsText("goes on as soon as");
        });
    world.cluster().powerOffInside(101);
    world.proxmox().faults().clear();
    pages.values().forEach(page -> over(page, ".mood-good"));
  }

  @Test
  void aTokenThatIsRefusedAndProxmoxThatIsNone() {
    world
        .proxmox()
        .faults()
        .on("*", ".*")
        .always()
        .inject(Fault.status(401, "Authentication failed!"));
    see("token", page -> assertThat(page.locator(".alarm-token")).isVisible());
    world.proxmox().faults().clear();
    world.proxmox().faults().on("*", ".*").always().inject(Fault.notJson());
    see("not-understood", page -> assertThat(page.locator(".alarm-not_understood")).isVisible());
    world.proxmox().faults().clear();
    world
        .proxmox()
        .faults()
        .on("*", ".*")
        .always()
        .inject(Fault.refusal(403, "Permission check failed (/vms, VM.Audit)"));
    see("refused", page -> assertThat(page.locator(".alarm-refused")).isVisible());
  }

  @Test
  void aTokenThatSeesNothing() {
    world
        .proxmox()
        .faults()
        .on("GET", "/nodes/[^/]+/qemu|/cluster/resources")
        .always()
        .inject(json("{\"data\":[]}"));
    world.cluster().nodeUp("attic");
    see("empty", page -> assertThat(page.locator(".alarm-empty pre")).containsText("pveum acl"));
    world.cluster().nodeDown("attic", NodeFailure.REFUSED);
  }

  @Test
  void tagsInTheOtherShapes() throws Exception {
    for (String shape : List.of("dense", "none")) {
      String scenario = PageWorld.usualText().replace("\"full\"", "\"" + shape + "\"");
      try (PageWorld own = new PageWorld(SimScenario.parse(scenario))) {
        pages.clear();
        open(own);
        see(
            "tags-" + shape,
            page ->
                assertThat(page.locator("[data-vmid='102'] .tags.shape-" + shape))
                    .hasCount(shape.equals("none") ? 0 : 1));
      }
    }
  }

  @Test
  void theAgentsOwnTroubles() throws Exception {
    try (PageWorld own = PageWorld.usual()) {
      pages.clear();
      open(own);
      own.cluster().setGuest(101, slow());
      own.launch("{\"vmid\":102,\"action\":\"shutdown\"}");
      pages.values().forEach(page -> busy(page, ".bar"));
      own.agent().kill9();
      see("agent-away", page -> assertThat(page.locator("#lost")).isVisible());
      own.cluster().migrate(102, "pve2");
      own.agent().restart();
      see(
          "interrupted",
          page -> assertThat(page.locator(".mood-bad h2")).containsText("interrupted"));

      own.agent().kill9();
      // So slow that nothing has been read when the pages are there again.
      own.proxmox().faults().on("*", ".*").always().inject(Fault.dribble());
      Files.writeString(own.agent().stateDirectory().resolve("launches.json"), "{ torn");
      own.agent().restart();
      see("waiting", page -> assertThat(page.locator(".alarm-waiting")).isVisible());
      own.proxmox().faults().clear();
      own.proxmox().faults().dropConnections();
      pages.values().forEach(page -> assertThat(page.locator(".card")).hasCount(9));
      see("record", page -> assertThat(page.locator(".alarm-record")).containsText("launches"));

      own.agent().kill9();
      own.cluster().access().grant(own.proxmox().tokenId(), "/vms", Set.of("VM.Audit"));
      own.agent().restart();
      see("only-looking", page -> assertThat(page.locator(".alarm-looking")).isVisible());
      assertEquals(List.of(), own.complaints());
    }
  }

  @Test
  void aCertificateThatIsNotThePinnedOne() throws Exception {
    String other = "AB:".repeat(31) + "CD";
    try (PageWorld own =
        new PageWorld(PageWorld.usualScenario(), Map.of("PVE_FINGERPRINT", other))) {
      pages.clear();
      open(own);
      see(
          "certificate",
          page -> assertThat(page.locator(".alarm-certificate pre")).containsText("pvenode"));
    }
  }

  @Test
  void aThousandVms() throws Exception {
    try (PageWorld own = new PageWorld(SimScenario.many(1000))) {
      pages.clear();
      open(own);
      pages.forEach(
          (look, page) -> {
            assertThat(page.locator(".card")).hasCount(1000);
            picture("thousand-" + look, page);
          });
      see(
          "thousand-found",
          page -> {
            page.locator("#search").fill("rack7 number 207");
            assertThat(page.locator(".card:visible").first()).isVisible();
            assertThat(page.locator("#nothing")).not().isVisible();
          });
    }
  }

  /** Launches that one and waits until the launch is over. */
  private static void launched(int vmid) {
    world.launch("{\"vmid\":" + vmid + ",\"action\":\"terminate\"}");
    PageWorld.await(
        "the launch of " + vmid + " to succeed",
        () -> world.api("api/launch").contains("\"state\":\"succeeded\""));
    PageWorld.await(vmid + " to run", () -> world.isUp(vmid));
  }

  /** Deaf for a minute; takes its time with all else, though less than a test has patience. */
  private static GuestBehaviour slow() {
    return taking(20, 60);
  }

  private static GuestBehaviour taking(int seconds, int toShutDown) {
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

  private static void busy(Page page, String inside) {
    assertThat(page.locator(".mood-busy " + inside)).isVisible();
    page.evaluate("scrollTo(0, 0)");
  }

  private static void over(Page page, String mood) {
    assertThat(page.locator(mood)).isVisible();
    page.evaluate("scrollTo(0, 0)");
  }

  private static void ask(Page page, int vmid, String words) {
    if (page.locator(".plan").isVisible()) {
      page.keyboard().press("Escape");
      assertThat(page.locator(".plan")).not().isVisible();
    }
    page.locator("[data-vmid='" + vmid + "'] .open").click();
    assertThat(page.locator(".plan")).containsText(words);
  }

  /** Pictures of all first: a state may pass. */
  private void see(String state, Consumer<Page> until) {
    pages.values().forEach(until);
    pages.forEach((look, page) -> picture(state + "-" + look, page));
    pages.forEach((look, page) -> examine(state + "-" + look, page));
  }

  /** The same of a state that passes by itself: what was examined must not be the next one. */
  private void seePassing(String state, Consumer<Page> until) {
    see(state, until);
    PlaywrightAssertions.setDefaultAssertionTimeout(IMPATIENCE);
    try {
      pages.values().forEach(until);
    } finally {
      PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
    }
  }

  private static void picture(String name, Page page) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(Path.of("target/screenshots", name + ".png")));
  }

  private static Fault json(String body) {
    return Fault.answer(200, "OK", "application/json;charset=UTF-8", body);
  }

  private static void examine(String name, Page page) {
    assertEquals(0, page.evaluate(UNREST), name + ": something moves");
    assertEquals(true, page.evaluate(WIDTH), name + ": something is wider than the window");
    List<Rule> violations = new AxeBuilder(page).setLegacyMode(true).analyze().getViolations();
    assertEquals(List.of(), violations.stream().map(rule -> name + ": " + rule).toList());
  }
}
