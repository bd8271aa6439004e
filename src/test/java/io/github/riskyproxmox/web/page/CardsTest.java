package io.github.riskyproxmox.web.page;

import static io.github.riskyproxmox.web.page.UiSamples.NEW;
import static io.github.riskyproxmox.web.page.UiSamples.NOW;
import static io.github.riskyproxmox.web.page.UiSamples.OLD;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.monitor.Reports;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    assertEquals("Resume", only(in(PowerState.ASLEEP, "suspended")).verb());
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
    assertEquals("", off.verb());
  }

  @Test
  void aPageGetsEveryCardOfTheLaunch() {
    LaunchReport starting = UiSamples.became(LaunchPhase.STARTING, STOPPED);
    Vm other = UiSamples.stopped(103, "other");
    SiteSnapshot site = UiSamples.site(AFTER, Optional.of(starting), OLD, NEW, other);
    SiteSnapshot unchanged =
        new SiteSnapshot(
            site.epoch(),
            site.revision(),
            site.inventory(),
            site.read(),
            site.trouble(),
            site.launch(),
            site.launchIsNews(),
            site.startedAt(),
            Map.of(OLD.id(), 1L, NEW.id(), 1L, other.id(), 1L),
            site.excludes());
    assertEquals(
        List.of(101, 102),
        cards(unchanged).changedAfter(1, Set.of()).stream().map(Card::vmid).toList());
  }

  @Test
  void theTargetComesDirectlyAfterRunningVms() {
    Vm paused =
        UiSamples.as(UiSamples.stopped(103, "a"), PowerState.PAUSED, Optional.empty(), false);
    Vm off = UiSamples.stopped(104, "b");
    LaunchReport waiting = Reports.of(NEW, LaunchPhase.WAITING, NOW);
    assertEquals(
        List.of(101, 102, 103, 104),
        order(UiSamples.site(BEFORE, Optional.of(waiting), off, paused, NEW, OLD)));
    assertEquals(
        List.of(101, 103, 104, 102),
        order(UiSamples.site(BEFORE, Optional.empty(), off, paused, NEW, OLD)));
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
    return new Cards(site, new Notes());
  }
}
