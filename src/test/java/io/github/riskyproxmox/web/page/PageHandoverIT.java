package io.github.riskyproxmox.web.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.github.riskyproxmox.simulator.SimScenario;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the page says of a launch: its progress, its order, its words, and the way back. */
class PageHandoverIT {
  private static final String LONG_NAME = "a-name.of-many-parts-and-words.in-it".repeat(3);
  private static final String HOUSE =
      """
      {"cleanupTrap": false, "nodes": [{"name": "pve"}], "vms": [
        {"vmid": 101, "name": "win11-gaming", "tags": "gpu", "state": "running", "uptime": 11520,
         "hostpci": ["0000:01:00.0"], "guest": {"shutdown": 2, "start": 0}},
        {"vmid": 102, "name": "ubuntu-ml", "hostpci": ["0000:01:00.0"],
         "guest": {"shutdown": 1, "start": 0}},
        {"vmid": 103, "name": "macos", "state": "hibernated", "hostpci": ["0000:01:00.0"],
         "guest": {"start": 1}},
        {"vmid": 104, "name": "NAME", "hostpci": ["0000:01:00.0"], "notes": "Short.",
         "tags": "one;another;a-long-tag-with-many-words;and-one-more-of-these;still-more"},
        {"vmid": 105, "name": "frail", "hostpci": ["0000:01:00.0"], "guest": {"startFailure":
         "start failed: command '/usr/bin/kvm -id 105' failed: exit code 1"}},
        {"vmid": 106, "name": "first", "tags": "exclusive-card", "guest": {"shutdown": 1}},
        {"vmid": 107, "name": "second", "tags": "exclusive-card", "guest": {"shutdown": 2}},
        {"vmid": 108, "name": "both", "tags": "exclusive-card", "hostpci": ["0000:01:00.0"]}]}
      """
          .replace("NAME", LONG_NAME);

  private static PageWorld world;
  private Page page;

  @BeforeAll
  static void begin() throws Exception {
    world = new PageWorld(SimScenario.parse(HOUSE), Map.of("EXCLUDE", "devices"));
  }

  @AfterAll
  static void end() throws Exception {
    world.close();
  }

  @BeforeEach
  void restore() {
    world.resumeTime(Duration.ZERO);
    world.cluster().setLock(101, Optional.empty());
    for (int vmid : List.of(102, 103, 106, 107, 108)) {
      if (world.isUp(vmid)) {
        world.cluster().powerOffInside(vmid);
        PageWorld.await(vmid + " to stop", () -> !world.isUp(vmid));
      }
    }
    if (!world.isUp(101)) {
      world.cluster().startBySomebodyElse(101);
      PageWorld.await("101 to run", () -> world.isUp(101));
    }
    page = world.open();
  }

  @AfterEach
  void theBrowserReportsNoErrors() {
    assertEquals(List.of(), world.complaints());
  }

  private void launch(int vmid, String action) {
    String answer = world.launch("{\"vmid\":" + vmid + ",\"action\":\"" + action + "\"}");
    assertTrue(answer.contains("\"status\":\"started\""), answer);
  }

  @Test
  void theBarRunsAgainstTheUsualTimeAndOnlyThenTerminateIsLoud() {
    launch(102, "shutdown");
    assertThat(page.locator("#now #vm-102")).isVisible();
    PageWorld.await("the end", () -> world.api("api/launch").contains("succeeded"));
    world.launched(101);
    world.stopTime();
    launch(102, "shutdown");
    Locator box = page.locator(".launching.switch");
    assertThat(box.locator(".usually")).containsText("usually");
    assertThat(box.locator(".limit")).containsText("stops waiting after");
    Locator bar = box.locator("progress");
    double usual = number(bar, "bar => bar.max");
    assertTrue(usual > 1000, "the bar runs against " + usual + " ms, not against the limit");
    assertTrue(usual < 120_000, "the bar runs against " + usual + " ms, not against the limit");

    assertThat(page.locator(".launching.late")).isVisible();
    assertEquals(usual, number(bar, "bar => bar.value"), "the bar is full");
    assertThat(box.locator(".warn")).containsText("takes longer than usual");
    assertThat(box.locator(".warn")).containsText("may stay unusable until the host restarts");
    world.resumeTime(Duration.ofSeconds(3));
    assertThat(page.locator("#now #vm-102")).isVisible();
  }

  private static double number(Locator of, String expression) {
    return ((Number) of.evaluate(expression)).doubleValue();
  }

  @Test
  void afterAFailedStartThereIsAWayBackInPlainWords() {
    launch(105, "terminate");
    Locator box = page.locator(".launching.mood-bad");
    assertThat(box.locator(".left-as")).containsText("win11-gaming has stopped");
    assertThat(box.locator(".said code")).not().isVisible();
    String shown = page.locator("#main").innerText();
    assertFalse(
        Pattern.compile("UPID|qmstart|\\b59[5-9]\\b|/usr/bin/kvm|null").matcher(shown).find(),
        shown);
    box.locator(".said summary").click();
    assertThat(box.locator(".said code")).containsText("exit code 1");
    box.locator(".button", new Locator.LocatorOptions().setHasText("Start win11-gaming again"))
        .click();
    assertThat(page.locator("#now #vm-101 .state")).containsText("Running");
  }

  @Test
  void aVmWhoseShutdownWasAskedForIsNotCalmlyRunningAfterTheCancel() {
    world.stopTime();
    launch(102, "shutdown");
    page.locator(".launching .cancel").click();
    assertThat(page.locator("#now #vm-101 .state")).containsText("Running, may still stop");
    assertThat(page.locator(".mood-quiet .left-as")).containsText("it may still shut down");
    world.resumeTime(Duration.ofSeconds(3));
    assertThat(page.locator("#cards #vm-101 .state")).containsText("Stopped");
    world.cluster().startBySomebodyElse(101);
    assertThat(page.locator("#now #vm-101 .state")).containsText("Running");
    assertThat(page.locator("#now #vm-101 .state")).not().containsText("may still stop");
  }

  @Test
  void aLockIsSaidOnceAndAClickOnAClosedChoiceSaysItAgain() {
    world.cluster().setLock(101, Optional.of("backup"));
    PageWorld.await("the lock", () -> world.api("api/vms").contains("backup"));
    page.locator("#vm-102 .launch").click();
    assertThat(page.locator(".plan .choice[aria-disabled=true]")).hasCount(3);
    assertThat(page.locator(".plan .remark.none")).containsText("being backed up");
    assertThat(
            page.locator(".plan .why:not(.sr)", new Page.LocatorOptions().setHasText("backed up")))
        .hasCount(0);
    assertThat(page.locator("#plan[data-settling]")).hasCount(0);
    page.locator(".plan .choice").first().click(new Locator.ClickOptions().setForce(true));
    assertThat(page.locator("#word")).containsText("being backed up");
  }

  @Test
  void cardsOfARowAreEquallyHighAndALongNameBreaksNothing() {
    for (Page one : List.of(page, world.open(Screenshot.PHONE_LIGHT))) {
      assertEquals(
          List.of(),
          one.evaluate(
              """
              () => {
                const cards = [...document.querySelectorAll('#cards .card')];
                const rows = Object.groupBy(cards, card => Math.round(card.offsetTop));
                const ragged = Object.values(rows)
                  .filter(row => new Set(row.map(card => Math.round(card.offsetHeight))).size > 1)
                  .map(row => row.map(card => card.id + ' ' + card.offsetHeight).join());
                const spilt = cards.flatMap(card => [...card.querySelectorAll('.name, .tag, .clash')]
                  .filter(part => part.getBoundingClientRect().right
                    > card.getBoundingClientRect().right)
                  .map(part => card.id + ' ' + part.className));
                const tall = cards.map(card => card.querySelector('.name'))
                  .filter(name => name.offsetHeight
                    > 2.5 * parseFloat(getComputedStyle(name).lineHeight))
                  .map(name => name.textContent);
                return [...ragged, ...spilt, ...tall];
              }
              """));
    }
    assertThat(page.locator("#vm-104 .name")).hasText(LONG_NAME);
  }

  @Test
  void threeVmsAtOnceAreToldInOrderAndInThePlural() {
    for (int vmid : List.of(106, 107)) {
      world.cluster().startBySomebodyElse(vmid);
      PageWorld.await(vmid + " to run", () -> world.isUp(vmid));
    }
    page.locator("#vm-108 .launch").click();
    assertThat(page.locator(".plan .lead")).hasText("First, these have to stop:");
    assertThat(page.locator(".inway li")).hasCount(3);
    world.stopTime();
    launch(108, "shutdown");
    assertThat(page.locator(".launching .step .title bdi"))
        .hasText(
            new String[] {
              "Wait for win11-gaming to stop",
              "Wait for first to stop",
              "Wait for second to stop",
              "Start both"
            });
    world.resumeTime(Duration.ofSeconds(4));
    assertThat(page.locator("#now #vm-108")).isVisible();
  }

  @Test
  void aResumptionIsHeadedAsOne() {
    world.cluster().powerOffInside(101);
    PageWorld.await("101 to stop", () -> !world.isUp(101));
    assertThat(page.locator("#vm-103 .launch")).hasText("Resume");
    page.locator("#vm-103 .launch").click();
    assertThat(page.locator(".plan h2")).hasText("Resume macos?");
    assertThat(page.locator(".plan .lead")).containsText("It picks up where you left off.");
    assertThat(page.locator("#plan[data-settling]")).hasCount(0);
    page.locator(".plan .primary").click();
    assertThat(page.locator(".launching .name")).hasText("Resuming macos");
    assertThat(page.locator("#now #vm-103 .state")).containsText("Running");
  }
}
