package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.domain.pve.AccessCheck;
import io.github.riskyproxmox.domain.vm.Names;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.launch.LaunchService;
import io.github.riskyproxmox.message.Messages;
import io.github.riskyproxmox.monitor.InventoryMonitor;
import io.github.riskyproxmox.monitor.Scheduler;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the page shows: one snapshot per request, as cards, panel and alarms. */
@Named
@RequestScoped
public class PageModel {
  /** How many of the last launches are shown. */
  private static final int SHOWN = 10;

  /** Less than a page without an event stream lets pass between two questions. */
  private static final Duration RECENT = Duration.ofSeconds(4);

  private final InventoryMonitor watch;
  private final Scheduler scheduler;
  private final Notes notes;
  private final Settings settings;
  private final AccessCheck accessCheck;
  private final LaunchService launches;
  private Optional<SiteSnapshot> taken = Optional.empty();
  private Optional<Cards> cards = Optional.empty();

  /** Shows what that watch sees. */
  @Inject
  public PageModel(
      InventoryMonitor watch,
      Scheduler scheduler,
      Notes notes,
      Settings settings,
      AccessCheck accessCheck,
      LaunchService launches) {
    this.watch = watch;
    this.scheduler = scheduler;
    this.notes = notes;
    this.settings = settings;
    this.accessCheck = accessCheck;
    this.launches = launches;
  }

  /**
   * The snapshot of this request. A page that is being opened looks at Proxmox anew, unless it is
   * known not to answer: then what is known is there at once, and the event stream brings the rest.
   */
  SiteSnapshot site() {
    if (taken.isEmpty()) {
      accessCheck.lookAnew();
      SiteSnapshot known = watch.snapshot();
      taken = Optional.of(known.trouble().isEmpty() ? watch.opened() : known);
    }
    return taken.get();
  }

  /** Takes what is known now, without looking; a page that is open already is told of news. */
  void takeKnown() {
    taken = Optional.of(watch.snapshot());
    cards = Optional.empty();
  }

  /** The same for a page that is told of nothing: it has to look itself. */
  void takeRecent() {
    taken = Optional.of(watch.atMost(RECENT));
    cards = Optional.empty();
  }

  /** All cards, in order. */
  public List<Card> getCards() {
    return cards().all();
  }

  Cards cards() {
    if (cards.isEmpty()) {
      cards = Optional.of(new Cards(site(), notes));
    }
    return cards.get();
  }

  /** Names what all cards look like together: while it stays the same, so do they. */
  public String getDrawing() {
    return getEpoch() + "." + getRevision();
  }

  /** Which run of the agent this is. */
  public String getEpoch() {
    return site().epoch();
  }

  /** Its revision. */
  public long getRevision() {
    return site().revision();
  }

  /** Changes when every card is to be drawn anew. */
  public String getLook() {
    return cards().look();
  }

  /** The agent's clock, in milliseconds since 1970. */
  public long getNow() {
    return now().toEpochMilli();
  }

  /**
   * As of when all of it is known, in milliseconds since 1970 by the clock of {@link #getNow}; 0
   * before the first reading.
   */
  public long getReadAt() {
    return site().age(scheduler.steady()).map(age -> now().minus(age).toEpochMilli()).orElse(0L);
  }

  /** The launch under way or the last one, as a list of one or none. */
  public List<LaunchPanelModel> getPanels() {
    return site().launch().stream()
        .map(report -> new LaunchPanelModel(report, site(), now()))
        .filter(LaunchPanelModel::isShown)
        .toList();
  }

  /** The last launches that are over, newest first. */
  public List<PastLaunch> getPast() {
    return launches.history().stream()
        .filter(launch -> launch.phase().isOver())
        .limit(SHOWN)
        .map(launch -> PastLaunch.of(launch, now()))
        .toList();
  }

  /** What is wrong or empty. */
  public List<Alarm> getAlarms() {
    String token = settings.tokenId().toString();
    List<Alarm> alarms = new ArrayList<>(Alarm.of(site(), token, now()));
    accessCheck
        .latest()
        .filter(access -> access.canSee() && !access.canSwitch())
        .ifPresent(
            access -> alarms.add(Alarm.lookingOnly(Messages.texts(access.shortcomings()), token)));
    launches.complaint().map(Messages::text).map(Alarm::ofTheRecord).ifPresent(alarms::add);
    return alarms;
  }

  /** Whether what is shown may be out of date. */
  public boolean isStale() {
    return site().trouble().isPresent();
  }

  /** Where they are: the node, or the host that was asked. */
  public String getPlace() {
    List<String> nodes =
        site().inventory().vms().stream().map(Vm::node).map(NodeName::toString).distinct().toList();
    return nodes.size() == 1 ? nodes.get(0) : "Proxmox";
  }

  /** The browser tab's title while no launch is told of. */
  public String getTitle() {
    String running =
        cards().up().stream()
            .map(vm -> Names.brief(PlainText.line(vm.name())))
            .limit(3)
            .collect(Collectors.joining(", "));
    return running.isEmpty() ? "VM launcher" : running + " \u2014 VM launcher";
  }

  /** The cards' vmids in order, joined by commas. */
  String ids() {
    return cards().order().stream()
        .map(Vm::id)
        .map(VmId::toString)
        .collect(Collectors.joining(","));
  }

  private Instant now() {
    return scheduler.now();
  }
}
