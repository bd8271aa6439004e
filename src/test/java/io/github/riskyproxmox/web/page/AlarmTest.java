package io.github.riskyproxmox.web.page;

import static io.github.riskyproxmox.web.page.UiSamples.NEW;
import static io.github.riskyproxmox.web.page.UiSamples.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.pve.Access;
import io.github.riskyproxmox.domain.pve.Cause;
import io.github.riskyproxmox.domain.pve.Role;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.message.Messages;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import io.github.riskyproxmox.monitor.Trouble;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

  /** The check says it in the same words. */
  @Test
  void anEmptyListNamesTheMissingPrivilegeAndTheLinesThatGrantIt() {
    SiteSnapshot empty = UiSamples.site(NOW, Optional.empty());
    Alarm blind = Alarm.of(empty, TOKEN, Optional.of(new Access("9.2", Set.of())), NOW).get(0);
    assertEquals(
        "The token, its user or both lack VM.Audit. Without it no VM is seen.", blind.detail());
    assertEquals(Role.GUESTS.grantedTo("/vms", TOKEN), blind.commands());
    Alarm none =
        Alarm.of(empty, TOKEN, Optional.of(new Access("9.2", Set.of(Access.Privilege.SEE))), NOW)
            .get(0);
    assertTrue(none.detail().startsWith("The token " + TOKEN + " sees no VM."), none.detail());
  }

  @ParameterizedTest
  @EnumSource(Cause.class)
  void aFailureHasTheCureOfTheCheck(Cause cause) {
    SiteSnapshot calm = UiSamples.site(NOW, Optional.empty(), NEW);
    Trouble trouble = new Trouble(Trouble.Kind.valueOf(cause.name()), "words", NOW);
    Alarm alarm = of(UiSamples.troubled(calm, trouble)).get(0);
    assertEquals(Messages.text(cause.cure()), alarm.remedy());
    assertEquals(cause.commands(TOKEN), alarm.commands());
  }

  private static List<Alarm> of(SiteSnapshot site) {
    return Alarm.of(site, TOKEN, Optional.empty(), NOW);
  }
}
