package io.github.riskyproxmox.web.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import io.github.riskyproxmox.simulator.Fault;
import io.github.riskyproxmox.simulator.FaultRules;
import io.github.riskyproxmox.simulator.ScenarioVm;
import io.github.riskyproxmox.simulator.SimScenario;
import jakarta.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Hostile text from every source: no script runs, no text leaves its box, nothing is loaded. */
class HostileTextIT {
  private static final String JSON = "application/json;charset=UTF-8";
  private static final int AT_ONCE = 20;

  /** Runs, and shuts down slowly. */
  private static final int OLD = 101;

  private static final int WANTED = 102;
  private static final String TWO =
      "{\"cleanupTrap\":false,\"nodes\":[{\"name\":\"pve\"}],\"vms\":["
          + "{\"vmid\":101,\"state\":\"running\",\"guest\":{\"shutdown\":60}},{\"vmid\":102}]}";

  private static PageWorld world;

  @BeforeAll
  static void begin() throws Exception {
    world = new PageWorld(SimScenario.demo());
  }

  @AfterAll
  static void end() throws Exception {
    world.close();
  }

  @Test
  void inNamesTagsNotesAndLocks() throws Exception {
    List<String> texts = Hostile.texts();
    List<ScenarioVm> vms = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      vms.add(vm(1000 + i, texts.get(i), texts.get(i), texts.get(i).replaceAll("[,;\\s]+", "")));
    }
    vms.add(vm(2000, "two-hundred-tags", "**x** ".repeat(10_900), tags(200)));
    vms.add(vm(2001, "w".repeat(300), "w".repeat(65_000), "w".repeat(300)));
    world.become(SimScenario.demo().withVms(vms));
    for (int i = 0; i < texts.size(); i += 2) {
      world.cluster().setLock(1000 + i, Optional.of(texts.get(i)));
    }
    HarmfulHtml harm = new HarmfulHtml(world);
    for (Screenshot look : List.of(Screenshot.DESKTOP_DARK, Screenshot.PHONE_LIGHT)) {
      Page page = world.open(look);
      harm.watch(page);
      page.reload();
      assertThat(page.locator("[data-place]")).hasCount(vms.size());
      page.evaluate(
          "document.querySelectorAll('.notes').forEach(n => n.dataset.expanded = 'true')");
      harm.assertNoneTo(page);
      page.locator("#vm-1000 .go").click();
      assertThat(page.locator(".plan")).isVisible();
      harm.assertNoneTo(page);
    }
    System.out.println(texts.size() + " hostile texts as name, tag, notes, lock: no harm");
  }

  @Test
  void inDialogsTaskLogsErrorsAndAlarms() throws Exception {
    List<String> texts = Hostile.texts();
    world.become(SimScenario.parse(TWO));
    HarmfulHtml harm = new HarmfulHtml(world);
    Page page = world.open();
    harm.watch(page);
    for (int from = 0; from < texts.size(); from += AT_ONCE) {
      String text = String.join(" ", texts.subList(from, Math.min(texts.size(), from + AT_ONCE)));
      world.cluster().setName(OLD, text);
      world.cluster().setName(WANTED, text);
      world.cluster().setLock(OLD, Optional.of(text));
      ask(page);
      assertThat(page.locator(".plan")).containsText("Try again when that is done");
      harm.assertNoneTo(page);
      page.keyboard().press("Escape");
      world.cluster().setLock(OLD, Optional.empty());
      launch(page, harm, text);
    }
    world
        .proxmox()
        .faults()
        .on(FaultRules.ANY, ".*")
        .always()
        .inject(Fault.refusal(500, String.join(" ", texts)));
    assertThat(
            page.locator(
                "#alarms [data-alarm=internal], #alarms [data-alarm=refused], #alarms"
                    + " [data-alarm=unreachable]"))
        .isVisible();
    harm.assertNoneTo(page);
    ask(page);
    assertThat(page.locator(".plan")).isVisible();
    harm.assertNoneTo(page);
    System.out.println(
        texts.size() + " hostile texts in dialog, task log, error, alarm, history: no harm");
  }

  /** A launch whose task log and error are that text. */
  private static void launch(Page page, HarmfulHtml harm, String text) {
    String log =
        Json.createObjectBuilder()
            .add(
                "data",
                Json.createArrayBuilder()
                    .add(Json.createObjectBuilder().add("n", 1).add("t", text)))
            .add("total", 1)
            .build()
            .toString();
    world
        .proxmox()
        .faults()
        .on("GET", ".*/log")
        .always()
        .inject(Fault.answer(200, "OK", JSON, log));
    world
        .proxmox()
        .faults()
        .on("POST", ".*/102/status/start")
        .always()
        .inject(Fault.refusal(500, text));
    world.launch("{\"vmid\":102,\"action\":\"shutdown\"}");
    assertThat(page.locator(".launching .log")).isVisible();
    harm.assertNoneTo(page);
    world.cluster().powerOffInside(OLD);
    assertThat(page.locator(".mood-bad")).isVisible();
    harm.assertNoneTo(page);
    world.proxmox().faults().clear();
    world.cluster().startBySomebodyElse(OLD);
    PageWorld.await("101 to run", () -> world.cluster().vm(OLD).orElseThrow().isUp());
  }

  private static void ask(Page page) {
    page.locator("#vm-102 .go").click();
  }

  private static String tags(int count) {
    List<String> tags = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tags.add("tag" + i);
    }
    return String.join(";", tags);
  }

  private static ScenarioVm vm(int vmid, String name, String notes, String tags) {
    ScenarioVm usual = ScenarioVm.usual(vmid, "pve", name);
    return new ScenarioVm(
        vmid,
        false,
        "pve",
        name,
        tags,
        notes,
        false,
        usual.state(),
        usual.uptime(),
        Optional.empty(),
        false,
        usual.options(),
        usual.hardware(),
        usual.guest());
  }
}
