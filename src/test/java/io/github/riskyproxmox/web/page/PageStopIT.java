package io.github.riskyproxmox.web.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import io.github.riskyproxmox.simulator.SimScenario;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The page stops and restarts VMs and shuts a node down, on several devices at once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageStopIT extends Gallery {
  private static final String HOME =
      """
      {"cleanupTrap": false, "nodes": [{"name": "pve"}], "vms": [
        {"vmid": 101, "name": "win11-gaming", "tags": "windows", "state": "running",
         "uptime": 11520, "cores": 16, "memoryMiB": 49152, "hostpci": ["0000:01:00.0"],
         "guest": {"shutdown": 3, "start": 2}},
        {"vmid": 102, "name": "ubuntu-ml", "tags": "linux", "cores": 8, "memoryMiB": 16384},
        {"vmid": 106, "name": "nas-10", "cores": 2, "memoryMiB": 1536,
         "guest": {"hibernate": 1}},
        {"vmid": 110, "name": "opnsense", "tags": "keep", "state": "running", "uptime": 900000,
         "cores": 2, "memoryMiB": 2048, "guest": {"shutdown": 1, "start": 1}}]}
      """;

  private PageWorld world;
  private Page desktop;
  private Page phone;

  @BeforeAll
  void begin() throws Exception {
    world = new PageWorld(SimScenario.parse(HOME), Map.of("HOST_POWEROFF", "true"));
    for (String holder : List.of("launcher@pve", "launcher@pve!agent")) {
      world.cluster().access().grant(holder, "/nodes/pve", Set.of("Sys.PowerMgmt"));
    }
    open(world, Screenshot.DESKTOP_DARK, Screenshot.PHONE_LIGHT);
    pages.put(
        "320-pixels",
        world.open(
            new Browser.NewContextOptions()
                .setViewportSize(320, 640)
                .setIsMobile(true)
                .setHasTouch(true)
                .setReducedMotion(ReducedMotion.REDUCE)));
    desktop = pages.get("desktop-dark");
    phone = pages.get("phone-light");
  }

  @AfterAll
  void end() throws Exception {
    world.close();
  }

  @BeforeEach
  void restore() {
    world.resumeTime(Duration.ZERO);
    for (int vmid : List.of(101, 110)) {
      if (!world.isUp(vmid)) {
        world.cluster().startBySomebodyElse(vmid);
        PageWorld.await(vmid + " to run", () -> world.isUp(vmid));
      }
    }
    pages.values().forEach(page -> page.keyboard().press("Escape"));
    reload();
  }

  @AfterEach
  void theBrowserReportsNoErrors() {
    assertEquals(List.of(), world.complaints());
  }

  @Test
  void theKeyboardShutsAVmDownAndEveryDeviceShowsIt() {
    see(
        "stop-choices",
        page -> {
          ask(page, 101, "What should we do with it?");
          assertThat(page.locator(".plan h2")).hasText("win11-gaming is running");
          assertThat(page.locator(".plan .choice")).hasCount(4);
        });
    pages.values().forEach(page -> page.keyboard().press("Escape"));
    desktop.locator("#vm-101 .go").focus();
    desktop.keyboard().press("Enter");
    Locator shutdown = desktop.locator(".choice[data-action=shutdown][data-goal=stop]");
    assertThat(shutdown).isFocused();
    settle(desktop);
    world.stopTime();
    desktop.keyboard().press("Enter");

    for (Page page : pages.values()) {
      assertThat(page.locator(".launching h3")).hasText("Shutting down win11-gaming");
      assertThat(page.locator("#vm-101 .state")).containsText("Shutting down");
      assertThat(page.locator(".handover .going .tile")).hasCount(1);
      assertThat(page.locator(".handover .coming .tile")).hasCount(0);
    }
    world.resumeTime(Duration.ofSeconds(3));
    see("stopped", page -> assertThat(page.locator(".mood-good")).isVisible());
    assertThat(phone.locator(".mood-good h3")).hasText("win11-gaming has stopped");
    assertThat(phone).hasTitle("\u2713 win11-gaming has stopped");
    assertThat(desktop.locator("#announcer")).hasText("win11-gaming has stopped.");

    world.cluster().startBySomebodyElse(101);
    assertThat(phone.locator(".mood-quiet h3")).hasText("win11-gaming was stopped");
    assertThat(phone.locator(".mood-quiet .message")).hasText("It is running now.");
  }

  @Test
  void aRestartStopsAndStarts() {
    ask(desktop, 101, "What should we do with it?");
    settle(desktop);
    world.stopTime();
    desktop.locator(".choice[data-goal=restart]").click();
    assertThat(phone.locator(".mood-busy h3")).hasText("Restarting win11-gaming");
    world.resumeTime(Duration.ofSeconds(3));
    assertThat(phone.locator(".mood-good h3")).hasText("win11-gaming is running again");
    assertThat(phone.locator("#vm-101 .state")).containsText("Running");
    assertThat(desktop.locator("#history li").first()).containsText("win11-gaming");
    assertThat(desktop.locator("#history .outcome").first()).hasText("restarted");
  }

  @Test
  void aKeptVmIsStoppedOnlyAfterASecondQuestion() {
    see(
        "kept",
        page -> {
          stop(page, 110, "#way-shutdown");
          assertThat(page.locator(".plan h2")).hasText("Shut down opnsense?");
          settle(page);
          page.locator(".choice[data-action=shutdown][data-goal=stop]").click();
          assertThat(page.locator(".plan h2")).hasText("opnsense has the tag keep");
          assertThat(page.locator(".plan [data-do=close]")).isFocused();
        });
    settle(phone);
    phone.locator(".plan .button.danger").click();
    assertThat(phone.locator(".mood-good h3")).hasText("opnsense has stopped");
    for (Page page : List.of(desktop, pages.get("320-pixels"))) {
      assertThat(page.locator(".plan")).not().isVisible();
    }
  }

  @Test
  void vmsThatCanStopInDifferentWaysHaveAChoiceEach() {
    world.cluster().startBySomebodyElse(106);
    PageWorld.await("106 to run", () -> world.isUp(106));
    see(
        "each",
        page -> {
          ask(page, 102, "First, these have to stop:");
          assertThat(page.locator(".inway li[data-inway]")).hasCount(2);
          assertThat(page.locator(".inway input[data-each]")).hasCount(6);
          assertThat(page.locator(".inway input[data-each]:enabled")).hasCount(5);
          assertThat(page.locator(".choice")).hasCount(0);
        });
    phone.locator(".inway input[data-each='106'][value='hibernate']").check();
    settle(phone);
    phone.locator(".plan .below .primary").click();
    assertThat(desktop.locator(".launching .steps")).containsText("win11-gaming has stopped");
    assertThat(desktop.locator(".launching .steps")).containsText("nas-10 is hibernated");
    assertThat(desktop.locator(".mood-good h3")).hasText("ubuntu-ml is running");
    world.cluster().powerOffInside(102);
    PageWorld.await("102 to stop", () -> !world.isUp(102));
  }

  @Test
  void aNodeIsShutDownAfterTwoQuestions() {
    see(
        "host-choices",
        page -> {
          page.locator(".host").click();
          assertThat(page.locator(".plan h2")).hasText("Shut down host pve?");
          assertThat(page.locator(".plan .lead strong")).hasText("win11-gaming");
        });
    see(
        "host-sure",
        page -> {
          settle(page);
          page.locator(".choice[data-action=shutdown]").click();
          assertThat(page.locator(".plan h2")).hasText("Shut down host pve now?");
          assertThat(page.locator(".plan [data-do=close]")).isFocused();
        });
    settle(desktop);
    world.stopTime();
    desktop.locator(".plan .button.danger").click();
    assertThat(phone.locator(".launching h3")).hasText("Shutting down host pve");
    world.resumeTime(Duration.ofSeconds(3));
    assertThat(phone.locator(".mood-good h3")).hasText("Host pve was asked to shut down");
    assertThat(phone.locator("#vm-101 .state")).containsText("Stopped");
    assertThat(phone.locator("#vm-110 .state")).containsText("Running");
  }
}
