package io.github.riskyproxmox.web.page;

import static io.github.riskyproxmox.web.page.UiSamples.NEW;
import static io.github.riskyproxmox.web.page.UiSamples.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import io.github.riskyproxmox.monitor.Trouble;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlarmTest {
  private static final String TOKEN = "launcher@pve!agent";
  private static final Map<NodeName, String> DOWN =
      Map.of(new NodeName("attic"), "No route to host");

  @Test
  void aSilentNodeDoesNotHideTheMessageAboutAnEmptyList() {
    List<Alarm> alarms = of(UiSamples.site(NOW, Optional.empty(), DOWN));
    assertEquals(List.of("empty", "silent"), alarms.stream().map(Alarm::kind).toList());
    assertEquals("", alarms.get(1).remedy());
    assertTrue(alarms.get(0).commands().get(0).startsWith("pveum role add Launcher"));
    assertTrue(alarms.get(0).commands().get(0).contains(" || pveum role modify Launcher"));
  }

  @Test
  void onlyTemplatesHaveTheirOwnMessage() {
    Vm template = UiSamples.as(NEW, NEW.power(), Optional.empty(), true);
    Alarm alarm = of(UiSamples.site(NOW, Optional.empty(), template)).get(0);
    assertEquals("There are only templates.", alarm.title());
  }

  @Test
  void withVmsOnlyProblemsAreShown() {
    assertEquals(List.of(), of(UiSamples.site(NOW, Optional.empty(), NEW)));
    List<Alarm> alarms = of(UiSamples.site(NOW, Optional.empty(), DOWN, NEW));
    assertEquals(List.of("silent"), alarms.stream().map(Alarm::kind).toList());
    assertTrue(alarms.get(0).detail().contains("shown as unknown"));
  }

  @Test
  void theRemedyNamesTheCertificateThatTheHostUses() {
    SiteSnapshot calm = UiSamples.site(NOW, Optional.empty(), NEW);
    Trouble trouble = new Trouble(Trouble.Kind.CERTIFICATE, "another certificate", NOW);
    Alarm alarm = of(UiSamples.troubled(calm, trouble)).get(0);
    assertEquals(List.of("pvenode cert info"), alarm.commands());
  }

  private static List<Alarm> of(SiteSnapshot site) {
    return Alarm.of(site, TOKEN, NOW);
  }
}
