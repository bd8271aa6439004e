package io.github.riskyproxmox.web.page;

import static io.github.riskyproxmox.web.page.UiSamples.NEW;
import static io.github.riskyproxmox.web.page.UiSamples.NOW;
import static io.github.riskyproxmox.web.page.UiSamples.OLD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.monitor.Reports;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CardsTest {
  private static final Instant BEFORE = NOW.minusSeconds(3);
  private static final Instant AFTER = NOW.plusSeconds(3);
  private static final Optional<PowerState> STOPPED = Optional.of(PowerState.STOPPED);

  @Test
  void theLockOfAFailedHibernationIsShownWithItsRemedy() {
    Card card = only(UiSamples.locked(OLD, "suspending"));
    assertEquals(CardState.RUNNING, card.state());
    assertEquals("locked: suspending. If it stays: qm unlock 101 on pve", card.lock());

    Card off = only(UiSamples.locked(NEW, "suspending"));
    assertEquals("Locked: suspending", off.word());
    assertEquals("If it stays: qm unlock 102 on pve", off.lock());
  }

  @Test
  void aGuestThatDoesNotRunIsNotShownRunning() {
    assertEquals("Asleep", only(in(PowerState.ASLEEP, "suspended")).word());
    assertEquals("Paused", only(in(PowerState.PAUSED, "prelaunch")).word());
    assertEquals("Powered off", only(in(PowerState.POWERED_OFF, "shutdown")).word());
    Card crashed = only(in(PowerState.CRASHED, "io-error"));
    assertEquals("Crashed: io-error", crashed.word());
    assertEquals("crashed", crashed.state().css());
    assertEquals("powered-off", CardState.POWERED_OFF.css());
    assertEquals("Wake", only(in(PowerState.ASLEEP, "suspended")).verb());
    assertEquals("Bring back", crashed.verb());
  }

  private static Vm in(PowerState power, String qmpStatus) {
    return new Vm(
        NEW.ref(),
        NEW.name(),
        power,
        Optional.empty(),
        NEW.tags(),
        NEW.notes(),
        false,
        Duration.ZERO,
        NEW.cores(),
        NEW.memoryBytes(),
        qmpStatus);
  }

  @Test
  void otherLocksAreShownByName() {
    assertEquals("locked: backup", only(UiSamples.locked(OLD, "backup")).lock());
    Card off = only(UiSamples.locked(NEW, "backup"));
    assertEquals("Locked: backup", off.word());
    assertEquals("", off.lock());
    assertEquals("Launch", off.verb(), "a click says why it cannot be launched");
  }

  @Test
  void aLaunchChangesNeitherTheOrderNorThePlaces() {
    Vm paused =
        UiSamples.as(UiSamples.stopped(103, "a"), PowerState.PAUSED, Optional.empty(), false);
    Vm off = UiSamples.stopped(104, "b");
    LaunchReport waiting = Reports.of(NEW, LaunchPhase.WAITING, NOW);
    SiteSnapshot before = UiSamples.site(BEFORE, Optional.empty(), off, paused, NEW, OLD);
    SiteSnapshot during = UiSamples.site(BEFORE, Optional.of(waiting), off, paused, NEW, OLD);
    assertEquals(List.of(103, 104, 102, 101), order(before));
    assertEquals(order(before), order(during));
    assertEquals(places(before), places(during));
  }

  @Test
  void whatALaunchStopsKeepsItsPlaceUntilTheLaunchIsOver() {
    LaunchReport starting = UiSamples.became(LaunchPhase.STARTING, STOPPED);
    Vm off = UiSamples.as(OLD, PowerState.STOPPED, Optional.empty(), false);
    Vm on = UiSamples.as(NEW, PowerState.RUNNING, Optional.empty(), false);

    SiteSnapshot during = UiSamples.site(AFTER, Optional.of(starting), off, on);
    assertEquals(Map.of(101, Card.Place.NOW, 102, Card.Place.SWITCH), places(during));
    assertTrue(card(during, 101).inLaunch(), "the launch panel shows it");

    SiteSnapshot after = UiSamples.site(AFTER, Optional.empty(), off, on);
    assertEquals(Map.of(101, Card.Place.SWITCH, 102, Card.Place.NOW), places(after));
    assertFalse(card(after, 101).inLaunch());
  }

  @Test
  void whatNothingExcludesIsAlwaysOn() {
    Vm free =
        UiSamples.as(UiSamples.stopped(103, "nas"), PowerState.RUNNING, Optional.empty(), false);
    SiteSnapshot site =
        withExcludes(
            UiSamples.site(BEFORE, Optional.empty(), OLD, NEW, free),
            Map.of(OLD.id(), List.of(NEW.id()), NEW.id(), List.of(OLD.id()), free.id(), List.of()));
    assertEquals(
        Map.of(101, Card.Place.NOW, 102, Card.Place.SWITCH, 103, Card.Place.ALWAYS), places(site));
    assertEquals(OLD.name(), card(site, 102).rival().name());
    assertEquals(
        "vm hue-" + VmLook.of(OLD).hue(), card(site, 102).rival().css(), "in the other's colour");
    assertEquals(
        "new", card(site, 101).rival().name(), "what runs names what it keeps from running");
    assertEquals(Card.Rival.NONE, card(site, 103).rival());
  }

  @Test
  void withoutARunningRivalTheOthersAreNamedAndCounted() {
    Vm a = UiSamples.stopped(103, "a");
    Vm b = UiSamples.stopped(104, "b");
    SiteSnapshot site =
        withExcludes(
            UiSamples.site(BEFORE, Optional.empty(), NEW, a, b),
            Map.of(
                NEW.id(), List.of(a.id(), b.id()),
                a.id(), List.of(NEW.id()),
                b.id(), List.of()));
    assertEquals(
        new Card.Rival("can\u2019t run beside", "a", " and 1 more", "plain"),
        card(site, 102).rival());
    assertEquals("", card(site, 103).rival().more());
    assertEquals(Card.Rival.NONE, card(site, 104).rival());
  }

  private static SiteSnapshot withExcludes(SiteSnapshot site, Map<VmId, List<VmId>> excludes) {
    return new SiteSnapshot(
        site.epoch(),
        site.revision(),
        site.inventory(),
        site.read(),
        site.trouble(),
        site.launch(),
        site.launchIsNews(),
        site.startedAt(),
        site.changedAt(),
        excludes);
  }

  private static Map<Integer, Card.Place> places(SiteSnapshot site) {
    return cards(site).all().stream().collect(Collectors.toMap(Card::vmid, Card::place));
  }

  private static List<Integer> order(SiteSnapshot site) {
    return cards(site).all().stream().map(Card::vmid).toList();
  }

  private static Card only(Vm vm) {
    return cards(UiSamples.site(BEFORE, Optional.empty(), vm)).all().get(0);
  }

  private static Card card(SiteSnapshot site, int vmid) {
    return cards(site).all().stream().filter(card -> card.vmid() == vmid).findFirst().orElseThrow();
  }

  private static Cards cards(SiteSnapshot site) {
    return new Cards(site, new Notes(), UiSamples.noFacts());
  }
}
