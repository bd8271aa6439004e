package io.github.riskyproxmox.web.page;

import static io.github.riskyproxmox.web.page.UiSamples.NEW;
import static io.github.riskyproxmox.web.page.UiSamples.NOW;
import static io.github.riskyproxmox.web.page.UiSamples.OLD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** All pages share the HTML of a card until it changes. */
class CardGridTest {
  private static final Vm OTHER = UiSamples.stopped(103, "other");

  private Instant time = NOW;
  private final CardGrid grid = new CardGrid(new Notes(), UiSamples.noFacts(), () -> time);

  @Test
  void anUnchangedCardIsNotWrittenAgain() {
    CardGrid.Drawn before = grid.of(site(1, OLD, NEW, OTHER));
    CardGrid.Drawn after = grid.of(site(2, OLD, running(NEW), OTHER));

    assertSame(html(before, 103), html(after, 103));
    assertFalse(html(before, 102).equals(html(after, 102)));
  }

  @Test
  void aPageGetsWhatChangedAfterItsRevisionAndWhatRuns() {
    grid.of(site(1, OLD, NEW, OTHER));
    CardGrid.Drawn after = grid.of(site(2, OLD, locked(NEW), OTHER));

    assertEquals(List.of(102, 101), vmids(after.changedAfter(1)));
    assertEquals(List.of(101), vmids(after.changedAfter(2)), "its curves");
  }

  @Test
  void anOlderSnapshotDoesNotBringOldCardsBack() {
    CardGrid.Drawn newer = grid.of(site(2, OLD, running(NEW), OTHER));
    assertSame(newer, grid.of(site(1, OLD, NEW, OTHER)));
  }

  @Test
  void timesOnTheCardsAreFresh() {
    CardGrid.Drawn before = grid.of(site(1, OLD));
    assertSame(before, grid.of(site(1, OLD)), "one for all pages that ask at once");
    time = time.plusSeconds(10);
    assertTrue(before != grid.of(site(1, OLD)));
  }

  private static Vm running(Vm vm) {
    return UiSamples.as(vm, PowerState.RUNNING, Optional.empty(), false);
  }

  private static Vm locked(Vm vm) {
    return UiSamples.as(vm, vm.power(), Optional.of("backup"), false);
  }

  private static SiteSnapshot site(long revision, Vm... vms) {
    SiteSnapshot site = UiSamples.site(NOW, Optional.empty(), vms);
    return new SiteSnapshot(
        site.epoch(),
        revision,
        site.inventory(),
        site.read(),
        site.trouble(),
        site.launch(),
        site.launchIsNews(),
        site.startedAt(),
        site.changedAt(),
        site.excludes());
  }

  private static String html(CardGrid.Drawn drawn, int vmid) {
    return drawn.cards().stream()
        .filter(one -> one.card().vmid() == vmid)
        .map(CardGrid.DrawnCard::html)
        .findFirst()
        .orElseThrow();
  }

  private static List<Integer> vmids(List<CardGrid.DrawnCard> cards) {
    return cards.stream().map(one -> one.card().vmid()).toList();
  }
}
