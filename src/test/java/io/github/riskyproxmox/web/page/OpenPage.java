package io.github.riskyproxmox.web.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import io.github.riskyproxmox.web.api.VmJson;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** An open page: it gets each new revision and fetches what has changed since its own. */
final class OpenPage {
  /** A fixed time: what a page counts by itself is not compared. */
  private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

  private final Notes notes = new Notes();
  private final Map<Integer, Card> cards = new HashMap<>();
  private List<Object> rest = List.of();
  private String look = "";
  private long revision;

  /** Applies the changes as the page's script does. */
  void sync(SiteSnapshot site) {
    Cards drawn = new Cards(site, notes);
    boolean anew = !look.equals(drawn.look());
    List<Card> news = anew ? drawn.all() : drawn.changedAfter(revision, busy());
    news.forEach(card -> cards.put(card.vmid(), timeless(card)));
    cards.keySet().retainAll(drawn.order().stream().map(vm -> vm.id().value()).toList());
    look = drawn.look();
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
        new Cards(site, notes)
            .all().stream().map(OpenPage::timeless).collect(Collectors.toMap(Card::vmid, c -> c));
    assertEquals(now, cards);
    assertEquals(rest(site), rest);
  }

  private Set<VmId> busy() {
    return cards.values().stream()
        .filter(
            card ->
                Set.of(CardState.STOPPING, CardState.STARTING, CardState.NEXT)
                    .contains(card.state()))
        .map(card -> new VmId(card.vmid()))
        .collect(Collectors.toSet());
  }

  private static List<Object> rest(SiteSnapshot site) {
    return List.of(
        new Cards(site, new Notes()).order().stream().map(Vm::id).toList(),
        Alarm.of(site, "a@pve!b", NOW).stream().map(OpenPage::timeless).toList(),
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

  /** Without the values that the page counts by itself. */
  private static Card timeless(Card card) {
    return new Card(
        card.vmid(),
        card.name(),
        card.state(),
        card.word(),
        card.lock(),
        card.tagShape(),
        card.tags(),
        card.tagText(),
        card.notes(),
        card.facts().stream()
            .map(fact -> fact.since() == 0 ? fact : new Card.Fact("up", fact.since()))
            .toList());
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
