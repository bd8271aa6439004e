package io.github.riskyproxmox.web.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.github.riskyproxmox.simulator.Fault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the page shows when its requests are refused, lost or answered by another server. Every
 * click has a visible answer.
 */
class PageRefusedIT {
  private static final Pattern ORIGIN = Pattern.compile("[Oo]rigin");

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
    world.reset();
  }

  @AfterEach
  void theBrowserReportsNoErrors() {
    assertEquals(List.of(), world.complaints());
  }

  // ---- Refreshes -------------------------------------------------------------------------------

  @Test
  void aRefusedRefreshEndsLiveUntilOneSucceeds() {
    Page page = world.open();
    Map<Integer, String> said =
        Map.of(
            401, "Something between this page and the launcher answered 401",
            403, "Something between this page and the launcher answered 403",
            421, "Something between this page and the launcher answered 421",
            429, "Something between this page and the launcher answered 429",
            503, "Something between this page and the launcher answered 503",
            200, "Something between this page and the launcher answered with another page");
    said.forEach(
        (status, words) -> {
          InterceptingProxy.answers(page, status, InterceptingProxy.SIGN_IN);
          refresh(page);
          assertRefused(page, words);
          assertThat(page.locator("#lost")).containsText("Sign in to home");
          page.unrouteAll();
          assertLive(page);
        });
  }

  @Test
  void aRefreshThatIsNotAnsweredEndsLive() {
    Page page = world.open();
    InterceptingProxy.posts(page, Route::abort);
    refresh(page);
    assertRefused(page, "There was no answer");
    page.unrouteAll();
    assertLive(page);
  }

  @Test
  void anAnswerThatIsWellFormedButNotTheAgentsDoesNotReloadThePage() {
    Page page = world.open();
    page.evaluate("window.same = true; performance.now = () => 60000");
    InterceptingProxy.posts(
        page,
        post ->
            InterceptingProxy.fulfil(
                post, 200, InterceptingProxy.SIGN_IN.replace("<br>", ""), "text/xml"));
    refresh(page);
    assertRefused(page, "answered with another page");
    assertEquals(true, page.evaluate("window.same"));
  }

  /** By default no other page may show this one; the setting is tested by BehindProxyIT. */
  @Test
  void inAFrameOfAnotherPageTheBrowserShowsNothing() throws Exception {
    try (FramingPage other = new FramingPage()) {
      other.frame(world.agent().url());
      Page page = world.browse(Screenshot.DESKTOP_DARK.options());
      page.navigate(other.origin("localhost"));

      PageWorld.await("the browser to refuse the frame", () -> !world.complaints().isEmpty());
      assertTrue(
          world.complaints().remove(0).contains("frame-ancestors"), world.complaints()::toString);
      assertThat(page.frameLocator("iframe").locator("#page")).hasCount(0);
      page.context().close();
    }
  }

  @Test
  void behindAProxyThatRewritesTheHostThePageQuotesTheAgent() throws Exception {
    try (HostRewritingProxy proxy = new HostRewritingProxy(world.agent().url())) {
      Page page = world.open();
      page.navigate(proxy.url());
      assertRefused(page, "The launcher answered 403");
      assertThat(page.locator("#lost")).containsText(ORIGIN);
      world.cluster().setLock(105, Optional.of("backup"));
      page.locator("#vm-102 .launch").click();
      assertThat(page.locator("#word")).containsText("Nothing was sent");
      assertThat(page.locator(".plan")).not().isVisible();
      assertThat(page.locator("#lost .ago")).hasText(Pattern.compile("(\\d+ min )?\\d+ s"));
      page.locator("#lost [data-do=reload]").click();
      assertRefused(page, "The launcher answered 403");
      page.navigate(world.agent().url().toString());
      assertLive(page);
    }
  }

  @Test
  void theAgeCountsFromTheLastRefreshThatSucceeded() {
    // The clock belongs to the whole window, so this needs its own window.
    Page page = world.open(Screenshot.PHONE_LIGHT);
    page.clock().install();
    refresh(page);
    InterceptingProxy.answers(page, 403, InterceptingProxy.SIGN_IN);
    page.clock().fastForward(40_000);
    refresh(page);
    assertThat(page.locator("#lost .ago")).hasText(Pattern.compile("[4-9]\\d s|\\d+ min.*"));
    page.clock().fastForward(60_000);
    assertThat(page.locator("#lost .ago")).hasText(Pattern.compile("1 min [45]\\d s|[2-9] min.*"));
    page.unrouteAll();
    assertLive(page);
  }

  @Test
  void aRefusedRefreshDoesNotAnswerAnotherRequest() {
    Page page = world.open();
    List<Route> held = InterceptingProxy.holds(page, "do=plan");
    page.locator("#vm-102 .launch").click();
    page.waitForCondition(() -> !held.isEmpty());
    InterceptingProxy.posts(
        page,
        post -> {
          if (InterceptingProxy.body(post).contains("do=sync")) {
            InterceptingProxy.fulfil(post, 403, "no", "text/plain");
          } else {
            post.fallback();
          }
        });
    page.waitForResponse(answer -> answer.status() == 403, () -> refresh(page));
    assertRefused(page, "answered 403");
    assertThat(page.locator("#vm-102")).hasAttribute("data-active", "true");
    assertThat(page.locator(".plan")).not().isVisible();
    held.get(0).resume();
    assertThat(page.locator(".plan h2")).hasText("Switch to ubuntu-ml?");
    page.unrouteAll();
    assertLive(page);
  }

  @Test
  void aRefusedClickSaysWhatWasAnswered() {
    Page page = world.open();
    InterceptingProxy.answers(page, 401, InterceptingProxy.SIGN_IN);
    page.locator("#vm-102 .launch").click();
    assertThat(page.locator(".plan h2")).hasText("Refused");
    assertThat(page.locator(".plan .lead"))
        .containsText("answered 401 (\u201cSign in to home\u201d)");
    assertThat(page.locator(".plan .lead")).containsText("Nothing was changed.");
    assertThat(page.locator(".plan [data-do=reload]")).isVisible();
    page.unrouteAll();
    page.keyboard().press("Escape");
    assertLive(page);
    page.locator("#vm-102 .launch").click();
    assertThat(page.locator(".plan h2")).hasText("Switch to ubuntu-ml?");
    InterceptingProxy.answers(page, 502, InterceptingProxy.SIGN_IN);
    page.locator(CHOICES + ".choice[data-action=shutdown]").click();
    assertThat(page.locator(".plan h2")).hasText("This went wrong");
    assertThat(page.locator(".plan .lead")).containsText("We don’t know whether that arrived.");
    page.unrouteAll();
  }

  @Test
  void dataThatProxmoxGaveLongAgoIsNotCalledLive() {
    Page page = world.open();
    InterceptingProxy.refusesStreams(page);
    InterceptingProxy.ages(page, 40_000);
    page.reload();
    assertThat(page.locator("#linkword")).hasText(Pattern.compile("([4-9]\\d s|\\d+ min.*) old"));
    assertThat(page.locator("#link")).hasAttribute("title", Pattern.compile("Proxmox.*"));
    page.unrouteAll();
    assertLive(page);
  }

  // ---- The event stream ------------------------------------------------------------------------

  @Test
  void aPageWithoutAStreamPollsAndSaysSo() {
    Page page = world.open();
    InterceptingProxy.refusesStreams(page);
    page.reload();
    assertThat(page.locator("#linkword")).hasText("polling");
    assertThat(page.locator("#link")).hasAttribute("title", Pattern.compile(".*every 5 s.*"));
    assertThat(page.locator("#page")).hasAttribute("data-stale", "false");
    assertThat(page.locator("#lost")).not().isVisible();
    world.cluster().setLock(105, Optional.of("backup"));
    assertThat(page.locator("#vm-105 .state")).containsText("Locked: backup");
    page.locator("#vm-102 .launch").click();
    page.locator(CHOICES + ".choice[data-action=shutdown]").click();
    assertThat(page.locator(".mood-good .name")).hasText("ubuntu-ml is running");
    page.unrouteAll();
    assertLive(page);
  }

  @Test
  void aPageThatIsRefusedEverythingIsNotPolling() {
    Page page = world.open();
    page.route(
        Pattern.compile(".*"),
        route -> {
          boolean asked = route.request().url().contains("/api/events");
          if (asked || route.request().method().equals("POST")) {
            InterceptingProxy.fulfil(route, 401, InterceptingProxy.SIGN_IN, "text/html");
          } else {
            route.resume();
          }
        });
    page.reload();
    assertRefused(page, "answered 401");
    page.unrouteAll();
    assertLive(page);
  }

  // ---- The tab ---------------------------------------------------------------------------------

  @Test
  void theTabDoesNotShowAnOldSuccessWhileThePageIsNotLive() {
    world.launched(104);
    Page page = world.open();
    assertThat(page).hasTitle(Pattern.compile(".*kiosk.*"));
    InterceptingProxy.answers(page, 401, InterceptingProxy.SIGN_IN);
    refresh(page);
    assertThat(page).hasTitle("Not connected \u2014 VM launcher");
    assertThat(page.locator("link[rel=icon]")).hasAttribute("href", "icons/icon.svg");
    page.unrouteAll();
    assertLive(page);
    assertThat(page).hasTitle(Pattern.compile(".*kiosk.*"));
  }

  @Test
  void theTabFollowsTheServerWhenThePageIsSeenAgainAndAfterAReconnect() {
    world.launched(104);
    Page page = world.open();
    InterceptingProxy.changes(
        page,
        answer ->
            answer
                .replaceAll(" data-title=\"[^\"]*\"", " data-title=\"kiosk is off\"")
                .replaceAll("data-mood=\"good\"", "data-mood=\"quiet\""));
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    assertThat(page).hasTitle("kiosk is off");
    assertThat(page.locator("link[rel=icon]")).hasAttribute("href", "icons/icon.svg");

    page.unrouteAll();
    page.route("**/api/events*", Route::abort);
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))");
    assertThat(page.locator("#linkword")).hasText("polling");
    page.unrouteAll();
    assertLive(page);
    assertThat(page).hasTitle(Pattern.compile(".*kiosk(?! is off).*"));
  }

  // ---- Clicks ----------------------------------------------------------------------------------

  @Test
  void aClickWhileAnotherLaunchIsBeingCheckedIsAnswered() {
    Page page = world.open();
    page.locator("#vm-102 .launch").click();
    assertThat(page.locator(".plan h2")).hasText("Switch to ubuntu-ml?");
    world.proxmox().faults().on("*", ".*").always().inject(Fault.silentBefore());
    // The one that is answered at once proves that the other one is being checked.
    List<CompletableFuture<String>> others =
        Stream.of(104, 106)
            .map(vmid -> "{\"vmid\":" + vmid + ",\"action\":\"terminate\"}")
            .map(json -> CompletableFuture.supplyAsync(() -> world.launch(json)))
            .toList();
    Object answered = CompletableFuture.anyOf(others.get(0), others.get(1)).join();
    assertTrue(answered.toString().contains("being checked"), answered.toString());
    page.locator(CHOICES + ".choice[data-action=shutdown]").click();
    assertThat(page.locator("#word")).containsText("being checked");
    assertThat(page.locator(".plan h2")).hasText("Switch to ubuntu-ml?");
    world.proxmox().faults().clear();
    world.proxmox().faults().dropConnections();
    others.forEach(CompletableFuture::join);
  }

  @Test
  void aClickWhileTheOneBeforeIsUnderWayIsAnswered() {
    Page page = world.open();
    page.locator("#vm-102 .launch").click();
    assertThat(page.locator(".plan h2")).hasText("Switch to ubuntu-ml?");
    List<Route> held = InterceptingProxy.holds(page, "do=act");
    page.locator(CHOICES + ".choice[data-action=shutdown]").click();
    page.waitForCondition(() -> !held.isEmpty());
    page.locator(CHOICES + ".choice[data-action=terminate]").click();
    assertThat(page.locator("#word")).containsText("has not been answered yet");
    held.get(0).resume();
    assertThat(page.locator(".mood-busy .name, .mood-good .name")).containsText("ubuntu-ml");
  }

  @Test
  void aClickThatComesTooSoonIsAnswered() {
    Page page = world.open();
    page.evaluate(
        "void new MutationObserver(() => { const choice = document.querySelector('#plan .choice');"
            + " if (choice && !window.hit) { window.hit = true; choice.click() } })"
            + ".observe(document.getElementById('plan'), {childList: true, subtree: true})");
    page.locator("#vm-102 .launch").click();
    assertThat(page.locator("#word")).containsText("click again");
    assertThat(page.locator(".plan h2")).hasText("Switch to ubuntu-ml?");
  }

  @Test
  void aClickOnWhatIsNotPossibleIsAnswered() {
    world.cluster().setLock(101, Optional.of("suspending"));
    PageWorld.await("the lock", () -> world.api("api/vms").contains("\"lock\":\"suspending\""));
    try {
      Page page = world.open();
      page.locator("#vm-102 .launch").click();
      Locator impossible = page.locator(CHOICES + ".choice[aria-disabled=true]").first();
      impossible.click(new Locator.ClickOptions().setForce(true));
      assertThat(page.locator("#word")).containsText("win11-gaming is being hibernated");
    } finally {
      world.cluster().setLock(101, Optional.empty());
    }
  }

  @Test
  void aClickOnACardWhileAnotherIsLaunchedIsAnsweredAndSoIsADialogThatClosesByItself() {
    // 105 ignores its shutdown.
    world.launched(105);
    Page page = world.open();
    page.locator("#vm-106 .launch").click();
    assertThat(page.locator(".plan h2")).hasText("Switch to nas-10?");
    world.launch("{\"vmid\":102,\"action\":\"shutdown\"}");
    assertThat(page.locator("#word"))
        .containsText("Busy: switching to ubuntu-ml. Your choice was closed and changed");
    assertThat(page.locator(".plan")).not().isVisible();
    page.locator("#word [data-do=hush]").click();
    assertThat(page.locator("#word")).not().isVisible();
    page.locator("#vm-106 .launch").click();
    assertThat(page.locator("#word")).containsText("Busy: switching to ubuntu-ml");
    page.locator(".launching .cancel").click();
    assertThat(page.locator("#word")).containsText("ubuntu-ml will not be started");
  }

  @Test
  void aClickThatReloadsThePageIsAnswered() {
    Page page = world.open();
    page.evaluate("window.old = true; performance.now = () => 60000");
    InterceptingProxy.posts(
        page,
        post -> {
          if (InterceptingProxy.body(post).contains("do=plan")) {
            InterceptingProxy.fulfil(post, 200, InterceptingProxy.OTHER_VERSION, "text/xml");
          } else {
            post.fallback();
          }
        });
    page.locator("#vm-102 .launch").click();
    assertThat(page.locator("#word"))
        .containsText("this page was reloaded. Your click changed nothing.");
    assertEquals(true, page.evaluate("window.old === undefined"));
  }

  // ---- Helpers --------------------------------------------------------------------------------

  private static void assertRefused(Page page, String words) {
    assertThat(page.locator("#lost")).containsText(words);
    assertThat(page.locator("#lost")).containsText("Last updated");
    assertThat(page.locator("#lost [data-do=reload]")).isVisible();
    assertThat(page.locator("#link")).hasAttribute("data-link", "refused");
    assertThat(page.locator("#linkword")).hasText("not live");
    assertThat(page.locator("#page")).hasAttribute("data-stale", "true");
  }

  private static void assertLive(Page page) {
    assertThat(page.locator("#linkword")).hasText("live");
    assertThat(page.locator("#link")).hasAttribute("data-link", "live");
    assertThat(page.locator("#lost")).not().isVisible();
    assertThat(page.locator("#page")).hasAttribute("data-stale", "false");
  }

  /** The page polls at once, as after a network failure. */
  private static void refresh(Page page) {
    page.evaluate("dispatchEvent(new Event('online'))");
  }
}
