package io.github.riskyproxmox.web.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.ReducedMotion;
import io.github.riskyproxmox.simulator.Fault;
import io.github.riskyproxmox.simulator.NodeFailure;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Every state of the page that one agent can show. The windows stay open from one test to the next:
 * to open them takes longer than most tests.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageStatesIT extends Gallery {

  private PageWorld world;

  @BeforeAll
  void begin() throws Exception {
    world = PageWorld.usual();
    open(world);
  }

  @AfterAll
  void end() throws Exception {
    world.close();
  }

  @BeforeEach
  void open() {
    world.resumeTime(Duration.ZERO);
    List.of(101, 103, 104, 106).forEach(vmid -> world.cluster().setGuest(vmid, taking(1, 3)));
    world.reset();
    reload();
  }

  @AfterEach
  void theBrowserReportsNoErrors() {
    assertEquals(List.of(), world.complaints());
  }

  @Test
  void theGrid() {
    see("node-silent", page -> assertThat(page.locator("[data-place]")).hasCount(9));
    see(
        "notes",
        page -> {
          page.locator("#vm-102").scrollIntoViewIfNeeded();
          page.locator("#vm-102 .more").click();
          assertThat(page.locator("#vm-102 .more")).hasText("less");
          assertThat(page.locator("#vm-102 .notes table")).isVisible();
        });
    see(
        "nothing-found",
        page -> {
          if (page.locator("#find").isVisible()) {
            page.locator("#find").click();
          }
          page.locator("#search").fill("no such thing");
          assertThat(page.locator("#nothing")).isVisible();
        });
  }

  @Test
  void smallWindowsAndForcedColours() {
    Map<String, Page> usual = new LinkedHashMap<>(pages);
    pages.clear();
    try {
      inSmallWindows();
    } finally {
      pages.values().forEach(page -> page.context().close());
      pages.clear();
      pages.putAll(usual);
    }
  }

  private void inSmallWindows() {
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
    see("idle", page -> assertThat(page.locator("[data-place]")).hasCount(9));
    see("choices", page -> ask(page, 102, "First, this has to stop:"));
    pages.values().forEach(page -> page.keyboard().press("Escape"));
    world.cluster().setGuest(101, slow());
    world.launch("{\"vmid\":102,\"action\":\"shutdown\"}");
    see("launching", page -> busy(page, "progress"));
    world.cluster().powerOffInside(101);
    see("launched", page -> over(page, ".mood-good"));
  }

  private static Browser.NewContextOptions calm() {
    return new Browser.NewContextOptions().setReducedMotion(ReducedMotion.REDUCE);
  }

  @Test
  void theDialogs() {
    see("choices", page -> ask(page, 102, "First, this has to stop:"));
    world.cluster().startBySomebodyElse(104);
    see(
        "changed",
        page -> {
          assertThat(page.locator(".plan .remark")).containsText("Something changed");
          assertThat(page.locator(".inway li")).hasCount(2);
        });
    world.cluster().stopBySomebodyElse(104);
    pages.values().forEach(page -> assertThat(page.locator(".inway li")).hasCount(1));
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
          assertThat(page.locator("#vm-101 .lock")).containsText("qm unlock 101");
        });
    world.cluster().setLock(101, Optional.empty());
    see("running", page -> ask(page, 101, "What should we do with it?"));
    see("resume", page -> ask(page, 201, "It picks up where you left off."));
    see(
        "unknown",
        page -> {
          assertThat(page.locator("#vm-301")).hasCSS("border-top-style", "dashed");
          ask(page, 301, "That can't be done right now");
        });
    see("locked", page -> ask(page, 202, "is being backed up"));
    world.cluster().setLock(106, Optional.of("suspending"));
    see(
        "locked-suspending",
        page -> {
          assertThat(page.locator("#vm-106 .state")).containsText("Locked: suspending");
          ask(page, 106, "qm unlock 106");
        });
    world.cluster().setLock(106, Optional.empty());
    world.cluster().migrate(106, "pve2");
    see(
        "paused",
        page -> {
          ask(page, 106, "is paused");
          assertThat(page.locator(".choice[aria-disabled=true]")).hasCount(1);
          // PrimeFaces moves the focus a moment after the dialog is visible.
          page.waitForCondition(
              () -> (boolean) page.evaluate("Boolean(document.activeElement.closest('.plan'))"));
          assertEquals(
              false,
              page.evaluate("document.activeElement.matches('.danger')"),
              "the focus is not on Terminate");
        });
    world.cluster().stopBySomebodyElse(101);
    PageWorld.await("101 to stop", () -> !world.isUp(101));
    see("launch-only", page -> ask(page, 102, "Nothing else is in use, so it starts right away."));
    world.cluster().startBySomebodyElse(104);
    PageWorld.await("104 to run", () -> world.isUp(104));
    see("easy-kill", page -> ask(page, 102, "Tagged easy-kill: it is switched off at once."));
  }

  @Test
  void anEscalatedLaunchAndItsSuccess() {
    world.stopTime();
    world.launch("{\"vmid\":102,\"action\":\"shutdown\"}");
    see("launching", page -> busy(page, "progress"));
    see(
        "another-under-way",
        page -> {
          page.locator("#vm-106 .launch").click();
          assertThat(page.locator(".mood-busy h3")).hasText("Switching to ubuntu-ml");
          assertThat(page.locator(".plan")).not().isVisible();
        });
    world.launch("{\"vmid\":102,\"action\":\"terminate\"}");
    see(
        "escalated",
        page -> assertThat(page.locator(".step").first()).containsText("Terminated win11-gaming"));
    world.resumeTime(Duration.ZERO);
    see("launched", page -> over(page, ".mood-good"));
    see(
        "last-launches",
        page -> {
          page.locator("#history li").first().scrollIntoViewIfNeeded();
          assertThat(page.locator("#history .who").first()).hasText("ubuntu-ml");
          assertThat(page.locator("#history .outcome").first()).hasText("launched");
        });
  }

  @Test
  void aHibernationAndAResumption() {
    world.launched(104);
    world.cluster().setGuest(103, slow());
    world.stopTime();
    world
        .proxmox()
        .faults()
        .on("GET", "/nodes/[^/]+/tasks/[^/]+/log")
        .always()
        .inject(json("{\"total\":1,\"data\":[{\"n\":1,\"t\":\"saved 12.5 GiB of 48.0 GiB\"}]}"));
    world.launch("{\"vmid\":103,\"action\":\"hibernate\"}");
    see(
        "hibernating",
        page -> {
          assertThat(page.locator("#vm-104 .state")).containsText("Hibernating");
          assertThat(page.locator(".launching .log")).containsText("saved 12.5 GiB");
        });
    world.proxmox().faults().clear();
    world.resumeTime(Duration.ZERO);
    world.stopTimeAt("qmstart");
    see("resuming", page -> assertThat(page.locator("#vm-103 .state")).containsText("Starting"));
    world.resumeTime(LONG);
    see("resumed", page -> over(page, ".mood-good"));
    world.cluster().setGuest(103, taking(1, 3));
    world.cluster().hibernateBySomebodyElse(103);
    PageWorld.await("103 to be saved", () -> !world.isUp(103));
  }

  @Test
  void aStart() {
    world.cluster().setGuest(106, slow());
    world.launch("{\"vmid\":106,\"action\":\"terminate\"}");
    world.stopTimeAt("qmstart");
    see(
        "starting",
        page -> {
          assertThat(page.locator("#vm-106 .state")).containsText("Starting");
          assertThat(page.locator("#vm-101 .state")).containsText("Stopped");
        });
    world.resumeTime(LONG);
    pages.values().forEach(page -> over(page, ".mood-good"));
  }

  @Test
  void launchesThatFailOrAreCancelled() {
    world.launched(105);
    world.launch("{\"vmid\":102,\"action\":\"shutdown\"}");
    world.failShutdown();
    see(
        "failed",
        page -> {
          over(page, ".mood-bad");
          assertThat(page.locator(".launching .actions")).containsText("Try again");
          assertThat(page.locator(".launching .steps")).isVisible();
        });
    world.launch("{\"vmid\":102,\"action\":\"shutdown\"}");
    pages.values().forEach(page -> busy(page, "progress"));
    pages.values().iterator().next().locator(".launching .cancel").click();
    see("cancelled", page -> over(page, ".mood-quiet"));
  }

  @Test
  void proxmoxThatDoesNotAnswer() {
    world.proxmox().faults().on("*", ".*").always().inject(Fault.resetBefore());
    see(
        "offline",
        page -> {
          assertThat(page.locator("[data-alarm=unreachable] .ago")).isVisible();
          assertThat(page.locator("#vm-101 .since")).not().isVisible();
        });
    see("click-while-offline", page -> ask(page, 102, "did not answer"));
    world.proxmox().faults().clear();
    pages.values().forEach(page -> assertThat(page.locator("#link[data-link=live]")).isVisible());
    pages.values().forEach(page -> page.keyboard().press("Escape"));
    world.cluster().setGuest(101, slow());
    world.launch("{\"vmid\":102,\"action\":\"shutdown\"}");
    pages.values().forEach(page -> busy(page, "progress"));
    world.proxmox().faults().on("*", ".*").always().inject(Fault.resetBefore());
    see(
        "launching-while-offline",
        page -> {
          assertThat(page.locator("[data-alarm=unreachable]")).isVisible();
          assertThat(page.locator(".mood-busy .message")).containsText("carries on as soon as");
        });
    world.cluster().powerOffInside(101);
    world.proxmox().faults().clear();
    pages.values().forEach(page -> over(page, ".mood-good"));
  }

  @Test
  void noUpdatesOldDataAndRefusals() {
    pages.values().forEach(InterceptingProxy::refusesStreams);
    reload();
    see("polling", page -> assertThat(page.locator("#linkword")).hasText("polling"));
    pages.values().forEach(page -> InterceptingProxy.ages(page, 40_000));
    see("old", page -> assertThat(page.locator("#link[data-link=old]")).isVisible());
    pages.values().forEach(page -> InterceptingProxy.answers(page, 401, InterceptingProxy.SIGN_IN));
    see("no-news", page -> assertThat(page.locator("#link[data-link=refused]")).isVisible());
    see(
        "click-refused",
        page -> {
          page.locator("#vm-102 .launch").click();
          assertThat(page.locator("#word")).containsText("Nothing was sent");
        });
    pages.values().forEach(Page::unrouteAll);
    pages.values().forEach(page -> assertThat(page.locator("#link[data-link=live]")).isVisible());
    world.cluster().setGuest(101, slow());
    world.launch("{\"vmid\":102,\"action\":\"shutdown\"}");
    pages.values().forEach(page -> busy(page, "progress"));
    see(
        "word",
        page -> {
          page.locator("#vm-106 .launch").click();
          assertThat(page.locator("#word")).containsText("Busy: switching to ubuntu-ml");
        });
    world.cluster().powerOffInside(101);
    pages.values().forEach(page -> over(page, ".mood-good"));
  }

  @Test
  void aRefusedTokenAndAServerThatIsNotProxmox() {
    trouble(Fault.status(401, "Authentication failed!"), "token_refused");
    see("token", page -> assertThat(page.locator("[data-alarm=token]")).isVisible());
    trouble(Fault.notJson(), "proxmox_not_understood");
    see(
        "not-understood",
        page -> assertThat(page.locator("[data-alarm=not_understood]")).isVisible());
    trouble(Fault.refusal(403, "Permission check failed (/vms, VM.Audit)"), "proxmox_refused");
    see("refused", page -> assertThat(page.locator("[data-alarm=refused]")).isVisible());
  }

  /** From now on Proxmox answers like this; reading the VMs makes the agent notice. */
  private void trouble(Fault answer, String error) {
    world.proxmox().faults().clear();
    world.proxmox().faults().on("*", ".*").always().inject(answer);
    PageWorld.await(error, () -> world.api("api/vms").contains(error));
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
    see(
        "empty",
        page -> {
          assertThat(page.locator("[data-alarm=empty] pre")).containsText("pveum acl");
          assertThat(page.locator("#h-now")).not().isVisible();
        });
    world.cluster().nodeDown("attic", NodeFailure.REFUSED);
  }
}
