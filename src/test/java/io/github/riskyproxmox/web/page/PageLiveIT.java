package io.github.riskyproxmox.web.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.github.riskyproxmox.simulator.Fault;
import io.github.riskyproxmox.support.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page shows changes at once, without disturbing what a user is doing. */
class PageLiveIT {
  /** An event stream that says for ever that nothing has changed: the page is live, and wrong. */
  private static final String DEAF =
      """
      window.EventSource = class {
        static OPEN = 1;
        readyState = 1;
        timer = setInterval(() => this.beat && this.beat({data: JSON.stringify({
          epoch: document.getElementById('epoch').value,
          revision: Number(document.getElementById('revision').value),
          read_at: new Date().toISOString()})}), 200);
        addEventListener(name, listener) {
          this.beat = name === 'heartbeat' ? listener : this.beat;
        }
        close() {
          clearInterval(this.timer);
        }
      };
      """;

  /** Longer than a guest takes to shut down. */
  private static final Duration SHUT_DOWN = Duration.ofSeconds(5);

  /** The dialog ignores clicks for a moment after it has opened. */
  private static final String CHOICES = "#plan:not([data-settling]) ";

  private static PageWorld world;

  @BeforeAll
  static void begin() throws Exception {
    world = PageWorld.ofOneNode();
  }

  @AfterAll
  static void end() throws Exception {
    world.close();
  }

  @BeforeEach
  void reset() {
    world.closePages();
    world.resumeTime(Duration.ZERO);
    world.reset();
  }

  @AfterEach
  void theBrowserReportsNoErrors() {
    assertEquals(List.of(), world.complaints());
  }

  @Test
  void aChangeIsSeenWithoutTouchingFocusScrollNotesOrSearch() {
    Page page = world.open();
    page.locator("#vm-102").scrollIntoViewIfNeeded();
    page.locator("#vm-102 .more").click();
    page.locator("#search").pressSequentially("nas u");
    page.locator("#search").fill("a");
    page.locator("#vm-102 .launch").focus();
    page.evaluate("document.querySelectorAll('[data-place]').forEach(c => c.mark = 'kept')");
    page.evaluate("window.scrollTo(0, 120)");
    Object scroll = page.evaluate("window.scrollY");

    world.cluster().setNotes(106, "now with **notes**");
    world.cluster().setLock(105, Optional.of("backup"));

    assertThat(page.locator("#vm-105 .state")).containsText("Locked: backup");
    assertEquals(
        true, page.evaluate("[...document.querySelectorAll('[data-place]')].every(c => c.mark)"));
    assertEquals(scroll, page.evaluate("window.scrollY"));
    assertEquals(
        "102", page.evaluate("document.activeElement.closest('[data-place]').dataset.vmid"));
    assertThat(page.locator("#vm-102 .notes")).hasAttribute("data-expanded", "true");
    assertThat(page.locator("#search")).hasValue("a");
  }

  @Test
  void aNewVmAppearsAndARemovedOneGoes() {
    Page page = world.open();
    assertThat(page.locator("[data-place]")).hasCount(6);
    world.cluster().migrate(106, "pve2");
    assertThat(page.locator("#vm-106 .above .facts")).containsText("on pve2");
    world.cluster().migrate(106, "pve");
    assertThat(page.locator("#vm-106 .above .facts")).not().containsText("on pve2");
  }

  @Test
  void aLaunchFromElsewhereIsShownWithinASecondAndAHalf() {
    Page page = world.open();
    page.evaluate(
        "void (window.seen = new Promise(done => new MutationObserver(() =>"
            + " document.querySelector('.mood-busy') && done(Date.now()))"
            + ".observe(document.getElementById('panel'),"
            + " {attributes: true, childList: true, subtree: true})))");
    world.stopTime();
    long before = System.currentTimeMillis();
    world.launch("{\"vmid\":102,\"action\":\"shutdown\"}");
    Number seen = (Number) page.evaluate("window.seen");

    assertTrue(
        seen.longValue() - before <= world.promised(1500),
        () -> (seen.longValue() - before) + " ms. " + Waiting.load());
    Page late = world.open(Screenshot.PHONE_LIGHT);
    assertThat(late.locator(".mood-busy .name")).hasText("Switching to ubuntu-ml");
    assertThat(page.locator("#vm-101 .state")).containsText("Shutting down");
    assertThat(page).hasTitle("\u25CC Switching to ubuntu-ml");
    assertThat(page.locator("link[rel=icon]")).hasAttribute("href", "icons/icon-busy.svg");
    world.resumeTime(SHUT_DOWN);
    for (Page each : List.of(page, late)) {
      assertThat(each.locator(".mood-good .name")).hasText("ubuntu-ml is running");
      assertThat(each.locator("#now [data-place]")).hasCount(1);
      assertThat(each.locator("#now #vm-102 .state")).containsText("Running");
    }
    assertThat(page.locator("#announcer")).hasText("ubuntu-ml is running.");
  }

  @Test
  void aSuccessIsOneLineThatGoesByItself() {
    Page page = world.open();
    world.launch("{\"vmid\":104,\"action\":\"terminate\"}");
    assertThat(page.locator(".mood-good")).isVisible();
    assertThat(page.locator(".mood-good .name")).hasText("kiosk is running");
    assertThat(page.locator(".mood-good .left-as")).not().isVisible();
    assertThat(page.locator(".mood-good .steps")).not().isVisible();
    assertThat(page.locator(".launching")).not().isVisible();
    page.reload();
    page.waitForSelector("#link[data-link=live]");
    assertThat(page.locator(".launching")).not().isVisible();
  }

  @Test
  void aFailureStaysUntilItIsDismissedAndThenStaysAway() {
    world.launched(105);
    world.launch("{\"vmid\":102,\"action\":\"shutdown\"}");
    world.failShutdown();
    Page page = world.open();
    assertThat(page.locator(".mood-bad")).isVisible();
    page.reload();
    assertThat(page.locator(".mood-bad .name")).hasText("ubuntu-ml did not start");
    assertThat(page.locator(".mood-bad .message")).containsText("nas-9 is still running");
    page.locator("[data-do=dismiss]").click();
    assertThat(page.locator(".launching")).not().isVisible();
    page.reload();
    page.waitForSelector("#link[data-link=live]");
    assertThat(page.locator(".launching")).not().isVisible();
  }

  @Test
  void theLastLaunchesAndTheUsualTimeAreTold() {
    world.launched(104);
    world.reset();
    Page page = world.open();
    Locator past = page.locator("#history li");
    assertThat(past.first()).isVisible();
    assertThat(past.first().locator(".who")).hasText("kiosk");
    assertThat(past.first().locator(".outcome")).hasText("launched");
    assertThat(past.first()).containsText("Terminated win11-gaming");
    int before = past.count();

    page.locator("#vm-104 .launch").click();
    Locator terminate = page.locator(CHOICES + ".choice[data-action=terminate]");
    assertThat(terminate).containsText(Pattern.compile("About \\d+ s in all\\."));
    world.stopTime();
    terminate.click();
    assertThat(page.locator(".mood-busy .clock")).containsText(Pattern.compile("usually \\d+ s"));
    world.resumeTime(Duration.ZERO);
    assertThat(page.locator(".mood-good .name")).hasText("kiosk is running");
    assertThat(past).hasCount(Math.min(10, before + 1));
    assertThat(past.first()).containsText("kiosk");
    assertThat(page.locator(".mood-good")).not().containsText("usually");
  }

  @Test
  void aClickDuringAnOutageOfProxmoxSaysSo() {
    Page page = world.open();
    world.proxmox().faults().on("*", ".*").always().inject(Fault.resetBefore());
    page.locator("#vm-102 .launch").click();
    assertThat(page.locator(".plan h2")).hasText("That can't be done right now");
    assertThat(page.locator(".plan .lead")).containsText("Proxmox");
    page.keyboard().press("Escape");
    world.proxmox().faults().clear();
    page.locator("#vm-102 .launch").click();
    assertThat(page.locator(".plan h2")).hasText("Switch to ubuntu-ml?");
  }

  @Test
  void aFailureOffersToTerminateAndLaunch() {
    world.launched(105);
    Page page = world.open();
    page.locator("#vm-102 .launch").click();
    page.locator(CHOICES + ".choice[data-action=shutdown]").click();
    world.failShutdown();
    assertThat(page.locator(".mood-bad .name")).hasText("ubuntu-ml did not start");
    assertThat(page.locator(".step.is-failed")).isVisible();
    page.locator(".launching .button.danger").click();
    assertThat(page.locator(".mood-good .name")).hasText("ubuntu-ml is running");
  }

  @Test
  void aButtonOfAFailedLaunchIsAboutTheVmsOfThatLaunchAlone() {
    world.launched(105);
    Page page = world.open();
    world.launch("{\"vmid\":102,\"action\":\"shutdown\"}");
    world.failShutdown();
    assertThat(page.locator(".mood-bad .name")).hasText("ubuntu-ml did not start");
    world.cluster().startBySomebodyElse(106);
    PageWorld.await("106 to run", () -> world.isUp(106));
    page.locator(".launching .button.danger").click();
    assertThat(page.locator(".plan .remark")).containsText("nas-10");
    assertTrue(world.isUp(105));
    assertTrue(world.isUp(106));
  }

  @Test
  void theSecondClickOfADoubleClickChoosesNothing() {
    Page page = world.open();
    page.evaluate(
        "void new MutationObserver(() => { const force = document.querySelector('#plan .force');"
            + " if (force && !window.hit) { window.hit = true; force.click() } })"
            + ".observe(document.getElementById('plan'), {childList: true, subtree: true})");
    page.locator("#vm-102 .launch").click();
    page.waitForCondition(() -> (boolean) page.evaluate("window.hit === true"));
    assertThat(page.locator(".plan")).isVisible();
    world.stopTime();
    page.locator(CHOICES + ".choice[data-action=shutdown]").click();
    // The panel may still show the steps of an earlier launch.
    assertThat(page.locator(".mood-busy .step").first())
        .containsText("Asked win11-gaming to shut down");
  }

  @Test
  void theDialogIsOfTheCardThatWasClickedLast() {
    Page page = world.open();
    List<Route> held = new ArrayList<>();
    page.route(
        request -> true,
        route -> {
          if (String.valueOf(route.request().postData()).contains("do=plan") && held.isEmpty()) {
            held.add(route);
          } else {
            route.resume();
          }
        });
    page.locator("#vm-102 .launch").click();
    page.waitForCondition(() -> !held.isEmpty());
    assertThat(page.locator("#vm-102")).hasAttribute("data-active", "true");
    page.locator("#vm-106 .launch").click();
    assertThat(page.locator(".plan h2")).hasText("Switch to nas-10?");
    held.get(0).resume();
    assertThat(page.locator("#vm-102")).not().hasAttribute("data-active", "true");
    assertThat(page.locator(".plan h2")).hasText("Switch to nas-10?");
  }

  @Test
  void theFocusStaysInAnOpenDialog() {
    Page page = world.open();
    page.locator("#vm-102 .launch").click();
    assertThat(page.locator(".plan h2")).hasText("Switch to ubuntu-ml?");
    page.locator("#vm-106 .launch").focus();
    assertEquals(true, page.evaluate("Boolean(document.activeElement.closest('.plan'))"));
    page.keyboard().press("Escape");
    assertThat(page.locator(".plan")).not().isVisible();
    page.waitForCondition(
        () ->
            "102"
                .equals(
                    page.evaluate("document.activeElement.closest('[data-place]')?.dataset.vmid")));
  }

  @Test
  void theFocusStaysInThePanelWhenItsButtonDisappears() {
    world.launched(105);
    Page page = world.open();
    world.launch("{\"vmid\":102,\"action\":\"shutdown\"}");
    page.locator(".mood-busy .force").focus();
    page.keyboard().press("Enter");
    page.keyboard().press("Enter");
    assertThat(page.locator(".mood-good .name")).hasText("ubuntu-ml is running");
    assertEquals(
        true, page.evaluate("document.getElementById('panel').contains(document.activeElement)"));
  }

  @Test
  void codeInNotesIsNoTabStopAndIsNotCutOff() {
    Page page = world.open();
    assertThat(page.locator("#vm-104 pre")).isVisible();
    page.locator("#vm-104 .launch").focus();
    page.keyboard().press("Shift+Tab");
    assertEquals(true, page.evaluate("document.activeElement !== document.body"));
    assertEquals(false, page.evaluate("document.activeElement.matches('.notes .text *')"));
    assertEquals(
        true,
        page.evaluate(
            "(() => { const pre = document.querySelector(\"#vm-104 pre\");"
                + " return pre.scrollWidth <= pre.clientWidth })()"));
  }

  @Test
  void aPageIsUpToDateThreeSecondsAfterItWasFrozen() {
    Page page = world.open();
    CDPSession session = page.context().newCDPSession(page);
    session.send("Page.enable");
    session.send("Page.setWebLifecycleState", lifecycle("frozen"));
    world.cluster().setLock(105, Optional.of("backup"));
    PageWorld.await("the lock", () -> world.api("api/vms").contains("\"lock\":\"backup\""));
    session.send("Page.setWebLifecycleState", lifecycle("active"));
    assertThat(page.locator("#vm-105 .state"))
        .containsText(
            "Locked: backup",
            new LocatorAssertions.ContainsTextOptions().setTimeout(world.promised(3000)));
  }

  private static JsonObject lifecycle(String state) {
    JsonObject parameters = new JsonObject();
    parameters.addProperty("state", state);
    return parameters;
  }

  @Test
  void terminateOverrulesAShutdownAndCancelEndsALaunch() {
    world.launched(105);
    Page page = world.open();
    world.launch("{\"vmid\":102,\"action\":\"shutdown\"}");
    page.locator(".launching .force").click();
    page.locator(".launching .force").click();
    assertThat(page.locator(".mood-good .name")).hasText("ubuntu-ml is running");

    world.stopTime();
    world.launch("{\"vmid\":101,\"action\":\"shutdown\"}");
    page.locator(".launching .cancel").click();
    assertThat(page.locator(".launching .name")).containsText("Cancelled");
  }

  @Test
  void anotherLaunchUnderWayIsShownAndNotABareError() {
    Page page = world.open();
    world.stopTime();
    world.launch("{\"vmid\":102,\"action\":\"shutdown\"}");
    page.locator("#vm-106 .launch").click();
    assertThat(page.locator(".launching .name")).hasText("Switching to ubuntu-ml");
    assertThat(page.locator(".plan")).not().isVisible();
  }

  @Test
  void aDialogThatIsOpenSaysThatThingsHaveChanged() {
    Page page = world.open();
    page.locator("#vm-102 .launch").click();
    assertThat(page.locator(".plan .inway")).containsText("win11-gaming");
    world.cluster().startBySomebodyElse(104);
    assertThat(page.locator(".plan .remark"))
        .containsText("Something changed while you were choosing");
    assertThat(page.locator(".plan .inway li")).hasCount(2);
    assertThat(page.locator(".plan .inway")).containsText("kiosk");
  }

  @Test
  void aDialogThatWasClosedIsNotOpenedAgainByAnAnswerThatWasUnderWay() {
    Page page = world.open();
    page.locator("#vm-102 .launch").click();
    assertThat(page.locator(".plan .inway")).containsText("win11-gaming");
    List<Route> held = new ArrayList<>();
    page.route(
        request -> true,
        route -> {
          boolean review = String.valueOf(route.request().postData()).contains("do=sync");
          if (review && held.isEmpty()) {
            held.add(route);
          } else {
            route.resume();
          }
        });
    world.cluster().startBySomebodyElse(104);
    page.waitForCondition(() -> !held.isEmpty());
    page.keyboard().press("Escape");
    assertThat(page.locator(".plan")).not().isVisible();
    held.get(0).resume();
    assertThat(page.locator("#vm-104 .state")).containsText("Running");
    assertThat(page.locator(".plan")).not().isVisible();
  }

  @Test
  void aStaleChoiceIsNeverExecuted() {
    Page page = world.open(Screenshot.DESKTOP_DARK);
    page.addInitScript(DEAF);
    page.reload();
    page.locator("#vm-102 .launch").click();
    assertThat(page.locator(".plan .inway")).containsText("win11-gaming");
    world.cluster().startBySomebodyElse(106);
    PageWorld.await("106 to run", () -> world.isUp(106));
    page.locator(CHOICES + ".choice[data-action=terminate]").click();
    assertThat(page.locator(".plan .remark")).containsText("nas-10");
    page.context().close();
    assertTrue(world.isUp(101));
    assertTrue(world.isUp(106));
  }

  @Test
  void aPageThatTheAgentNoLongerUnderstandsReloadsItself() {
    Page page = world.open();
    page.evaluate("window.old = true");
    InterceptingProxy.changes(
        page,
        answer ->
            (boolean) page.evaluate("window.old === true")
                ? InterceptingProxy.OTHER_VERSION
                : answer);
    // A page reloads itself only if it has been open for a while.
    page.evaluate("performance.now = () => 60000");
    world.cluster().setLock(105, Optional.of("backup"));
    assertThat(page.locator("#vm-105 .state")).containsText("Locked: backup");
    assertEquals(true, page.evaluate("window.old === undefined"));
  }

  @Test
  void thePageOutlivesTheAgent() throws Exception {
    Page page = world.open();
    page.evaluate("window.same = true");
    world.agent().kill9();
    assertThat(page.locator("#lost")).isVisible();
    assertThat(page.locator("#linkword")).hasText("reconnecting");
    page.locator("#vm-102 .launch").click();
    assertThat(page.locator("#word")).containsText("Nothing was sent");
    assertThat(page.locator(".plan")).not().isVisible();
    world.agent().restart();
    assertThat(page.locator("#linkword"))
        .hasText("live", new LocatorAssertions.HasTextOptions().setTimeout(world.promised(3000)));
    assertThat(page.locator("#lost")).not().isVisible();
    page.locator("#vm-102 .launch").click();
    page.locator(CHOICES + ".choice[data-action=shutdown]").click();
    assertThat(page.locator(".mood-good .name")).hasText("ubuntu-ml is running");
    assertEquals(true, page.evaluate("window.same"));
  }
}
