package io.github.riskyproxmox.web.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.github.riskyproxmox.simulator.SimScenario;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the page shows guests that do not run although their QEMU does (pve-api.md §14). */
class CrashIT extends Gallery {
  private static final String VMS =
      "{\"vmid\":101,\"name\":\"windows\",\"state\":\"running\"},"
          + "{\"vmid\":102,\"name\":\"crashed\",\"state\":\"io-error\"},"
          + "{\"vmid\":103,\"name\":\"sleeper\",\"state\":\"suspended\"},"
          + "{\"vmid\":104,\"name\":\"off\",\"state\":\"shutdown\"}";

  /** Whether the state of that VM has another colour than one that is off. */
  private static final String COLOURED =
      "vmid => { const off = document.createElement('i'); off.className = 'state stopped';"
          + " document.body.append(off); const grey = getComputedStyle(off).color; off.remove();"
          + " const state = document.querySelector('#vm-' + vmid + ' .state');"
          + " return getComputedStyle(state).color !== grey }";

  @Test
  void aCrashedVmIsResetAfterTheConflictIsResolved() throws Exception {
    try (PageWorld own =
        new PageWorld(
            SimScenario.parse("{\"nodes\":[{\"name\":\"pve\"}],\"vms\":[%s]}".formatted(VMS)))) {
      open(own);
      see(
          "states",
          page -> {
            assertThat(page.locator("#vm-102 .state .word")).hasText("Crashed: io-error");
            assertThat(page.locator("#vm-103 .state .word")).hasText("Asleep");
            assertThat(page.locator("#vm-104 .state .word")).hasText("Powered off");
            for (int vmid : List.of(101, 102, 103, 104)) {
              assertEquals(true, page.evaluate(COLOURED, vmid), "VM " + vmid);
            }
          });
      see("crash-question", page -> ask(page, 102, "is crashed (io-error)"));

      Page page = pages.get("desktop-dark");
      assertThat(page.locator(".plan > .choices > .choice")).hasCount(2);
      settle(page);
      page.locator(".plan [data-recovery='reset']").click();
      assertThat(page.locator(".plan .lead")).hasText("First, these have to stop:");
      page.locator(".inway input[value='terminate']").all().forEach(Locator::check);
      settle(page);
      page.locator(".plan .below .primary").click();
      assertThat(page.locator(".mood-good h3")).containsText("crashed is running");
      assertThat(page.locator("#vm-102 .state .word")).hasText("Running");
      assertTrue(own.cluster().vm(102).orElseThrow().qmpStatus().equals("running"));
      assertEquals(List.of(), own.complaints());
    }
  }
}
