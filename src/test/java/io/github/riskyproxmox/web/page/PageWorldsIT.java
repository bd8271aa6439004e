package io.github.riskyproxmox.web.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.github.riskyproxmox.simulator.Fault;
import io.github.riskyproxmox.simulator.SimScenario;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The states of the page that need their own agent or Proxmox. */
class PageWorldsIT extends Gallery {
  /**
   * The README's screenshots show the demo, as script/demo does. A thousand VMs are examined on two
   * devices only, because axe is slow with so many.
   */
  @Test
  void theDemoAndThenAThousandVms() throws Exception {
    try (PageWorld own = new PageWorld(SimScenario.demo(), Map.of("EXCLUDE", "auto"))) {
      open(own);
      see(
          "idle",
          page -> {
            assertThat(page.locator("[data-place]")).hasCount(8);
            assertThat(page.locator("#now [data-place]")).hasCount(1);
            assertThat(page.locator("#always [data-place]")).hasCount(3);
            assertThat(page.locator(".notice:visible")).hasCount(0);
          });
      picture("readme-desktop", pages.get("desktop-dark"));
      picture("readme-phone", pages.get("phone-dark"));

      own.become(SimScenario.many(1000));
      pages.clear();
      open(own, Screenshot.DESKTOP_DARK, Screenshot.PHONE_LIGHT);
      see("thousand", page -> assertThat(page.locator("[data-place]")).hasCount(1000));
      see(
          "thousand-found",
          page -> {
            // On a phone the field lies behind a button.
            if (page.locator("#find").isVisible()) {
              page.locator("#find").click();
            }
            page.locator("#search").fill("rack7 number 207");
            assertThat(page.locator("[data-place]:visible").first()).isVisible();
            assertThat(page.locator("#nothing")).not().isVisible();
          });
      assertEquals(List.of(), own.complaints());
    }
  }

  private static void hasTags(Page page, String shape) {
    assertThat(page.locator("#link[data-link=live]")).isVisible();
    assertThat(page.locator("#vm-102 .tags.shape-full")).hasCount(0);
    assertThat(page.locator("#vm-102 .tags.shape-" + shape)).hasCount(shape.equals("none") ? 0 : 1);
  }

  /** A round dot in the tag's colour and the name beside it (docs/adr/0013). */
  private static void dotWithItsName(Locator tag) {
    assertThat(tag.locator("bdi")).isVisible();
    assertEquals(
        true,
        tag.evaluate(
            "tag => { const dot = getComputedStyle(tag, '::before');"
                + " const probe = document.createElement('i'); probe.style.color = tag.dataset.bg;"
                + " document.body.append(probe);"
                + " const colour = getComputedStyle(probe).color; probe.remove();"
                + " return dot.backgroundColor === colour && dot.borderRadius === '50%'"
                + " && dot.width === dot.height"
                + " && tag.querySelector('bdi').getBoundingClientRect().left"
                + " > tag.getBoundingClientRect().left + parseFloat(dot.width) }"));
  }

  /** The agent reads the tag style when it starts, so each start here has another one. */
  @Test
  void theAgentsOwnTroubles() throws Exception {
    try (PageWorld own =
        new PageWorld(PageWorld.usualScenario(), Map.of("SHUTDOWN_TIMEOUT", "6"))) {
      open(own);
      own.cluster().setGuest(101, slow());
      own.launch("{\"vmid\":102,\"action\":\"shutdown\"}");
      pages.values().forEach(page -> busy(page, ".progress"));
      own.agent().kill9();
      see("agent-away", page -> assertThat(page.locator("#lost")).isVisible());
      own.cluster().migrate(102, "pve2");
      shape(own, "dense");
      own.agent().restart();
      see(
          "interrupted",
          page -> {
            assertThat(page.locator(".mood-bad .name")).containsText("interrupted");
            hasTags(page, "dense");
          });

      own.agent().kill9();
      // So slow that the agent has read nothing when the pages are back.
      own.proxmox().faults().on("*", ".*").always().inject(Fault.dribble());
      Files.writeString(own.agent().stateDirectory().resolve("launches.json"), "{ torn");
      own.agent().restart();
      see("waiting", page -> assertThat(page.locator("[data-alarm=waiting]")).isVisible());
      own.proxmox().faults().clear();
      shape(own, "circle");
      own.proxmox().faults().dropConnections();
      pages.values().forEach(page -> assertThat(page.locator("[data-place]")).hasCount(9));
      see(
          "record",
          page -> {
            assertThat(page.locator("[data-alarm=record]")).containsText("launches");
            hasTags(page, "circle");
          });
      dotWithItsName(pages.get("desktop-dark").locator("#vm-102 .tag").first());

      own.agent().kill9();
      own.proxmox().faults().clear();
      own.cluster().access().grant(own.proxmox().tokenId(), "/vms", Set.of("VM.Audit"));
      shape(own, "none");
      own.agent().restart();
      see(
          "only-looking",
          page -> {
            assertThat(page.locator("[data-alarm=looking]")).isVisible();
            hasTags(page, "none");
          });
      assertEquals(List.of(), own.complaints());
    }
  }

  private static void shape(PageWorld own, String shape) {
    own.proxmox()
        .faults()
        .on("GET", "/cluster/options")
        .always()
        .inject(json("{\"data\":{\"tag-style\":{\"shape\":\"" + shape + "\"}}}"));
  }

  @Test
  void aCertificateThatIsNotThePinnedOne() throws Exception {
    String other = "AB:".repeat(31) + "CD";
    try (PageWorld own =
        new PageWorld(PageWorld.usualScenario(), Map.of("PVE_FINGERPRINT", other))) {
      open(own);
      see(
          "certificate",
          page -> assertThat(page.locator("[data-alarm=certificate] pre")).containsText("pvenode"));
      assertEquals(List.of(), own.complaints());
    }
  }
}
