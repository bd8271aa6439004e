package io.github.riskyproxmox.web.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import io.github.riskyproxmox.web.api.VmJson;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** An open page: it gets each new revision and fetches what has changed since its own. */
final class OpenPage {
  /** A fixed time: what a page counts by itself is not compared. */
  private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

  private Instant time = NOW;
  private final CardGrid grid = new CardGrid(new Notes(), UiSamples.noFacts(), () -> time);
  private final Map<Integer, Card> cards = new HashMap<>();
  private List<Object> rest = List.of();
  private String epoch = "";
  private long revision;

  /** Applies the changes as the page's script does. */
  void sync(SiteSnapshot site) {
    time = time.plusSeconds(1);
    CardGrid.Drawn drawn = grid.of(site);
    List<CardGrid.DrawnCard> news =
        epoch.equals(site.epoch()) ? drawn.changedAfter(revision) : drawn.cards();
    news.forEach(one -> cards.put(one.card().vmid(), one.card().timeless()));
    cards.keySet().retainAll(drawn.cards().stream().map(one -> one.card().vmid()).toList());
    epoch = site.epoch();
    rest = rest(site);
    revision = site.revision();
  }

  /** The state it shows for a VM. */
  CardState state(int vmid) {
    return cards.get(vmid).state();
  }

  /** Fails if a page that is opened now shows something else. */
  void assertShows(SiteSnapshot site) {
    Map<Integer, Card> now =
        new Cards(site, new Notes(), UiSamples.noFacts())
            .all().stream().map(Card::timeless).collect(Collectors.toMap(Card::vmid, c -> c));
    assertEquals(now, cards);
    assertEquals(rest(site), rest);
  }

  private static List<Object> rest(SiteSnapshot site) {
    return List.of(
        new Cards(site, new Notes(), UiSamples.noFacts()).order().stream().map(Vm::id).toList(),
        Alarm.of(site, "a@pve!b", Optional.empty(), NOW).stream().map(OpenPage::timeless).toList(),
        site.launch().map(report -> panel(report, site)).orElse(List.of()),
        VmJson.list(site).stream().map(OpenPage::timeless).toList());
  }

  private static List<Object> panel(LaunchReport report, SiteSnapshot site) {
    LaunchPanelModel panel = new LaunchPanelModel(report, site, NOW);
    return List.of(
        panel.isShown(),
        panel.title(),
        panel.tabMood(),
        panel.mood(),
        panel.shortTitle(),
        panel.announcement(),
        panel.phase(),
        panel.message(),
        panel.changed(),
        panel.unchanged(),
        panel.steps());
  }

  private static Alarm timeless(Alarm alarm) {
    return new Alarm(
        alarm.kind(),
        alarm.title(),
        alarm.detail(),
        alarm.words(),
        alarm.remedy(),
        alarm.commands(),
        "",
        alarm.readAt());
  }

  private static VmJson timeless(VmJson vm) {
    return new VmJson(
        vm.vmid(),
        vm.name(),
        vm.node(),
        vm.status(),
        vm.tags(),
        vm.notes(),
        vm.lock(),
        vm.qmpstatus(),
        0,
        vm.cores(),
        vm.memory(),
        vm.excludes(),
        vm.contends());
  }
}
