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

/** The content of the page: one snapshot per request, as cards, launch panel and alarms. */
@Named
@RequestScoped
public class PageModel {
  /** From this number of cards on there are filters, and above the other the cards are small. */
  private static final int MANY = 12;

  private static final int DENSE = 40;

  /** The number of past launches on the page. */
  private static final int SHOWN = 10;

  /** Shorter than the interval at which a page without event stream sends requests. */
  private static final Duration RECENT = Duration.ofSeconds(4);

  private final InventoryMonitor monitor;
  private final Scheduler scheduler;
  private final CardGrid grid;
  private final Settings settings;
  private final AccessCheck accessCheck;
  private final LaunchService launches;
  private Optional<SiteSnapshot> used = Optional.empty();
  private Optional<CardGrid.Drawn> drawn = Optional.empty();

  // Faces evaluates an expression many times while it draws one page.
  private Optional<List<PastLaunch>> past = Optional.empty();
  private Optional<List<LaunchPanelModel>> panels = Optional.empty();
  private Optional<List<Alarm>> alarms = Optional.empty();

  /** Creates the model for that monitor. */
  @Inject
  public PageModel(
      InventoryMonitor monitor,
      Scheduler scheduler,
      CardGrid grid,
      Settings settings,
      AccessCheck accessCheck,
      LaunchService launches) {
    this.monitor = monitor;
    this.scheduler = scheduler;
    this.grid = grid;
    this.settings = settings;
    this.accessCheck = accessCheck;
    this.launches = launches;
  }

  /**
   * The snapshot of this request. A page that is being loaded waits for a fresh poll, except during
   * an outage: then it shows the last known data at once, and the event stream brings the rest.
   */
  SiteSnapshot site() {
    if (used.isEmpty()) {
      accessCheck.lookAnew();
      SiteSnapshot known = monitor.snapshot();
      used = Optional.of(known.trouble().isEmpty() ? monitor.pageLoaded() : known);
    }
    return used.get();
  }

  /** Uses the current snapshot without a poll, for an open page with an event stream. */
  void useCurrentSnapshot() {
    use(monitor.snapshot());
  }

  /** Polls if necessary, for an open page without an event stream. */
  void useRecentSnapshot() {
    use(monitor.atMost(RECENT));
  }

  private void use(SiteSnapshot snapshot) {
    used = Optional.of(snapshot);
    drawn = Optional.empty();
    past = Optional.empty();
    panels = Optional.empty();
    alarms = Optional.empty();
  }

  /** The cards as HTML. */
  CardGrid.Drawn drawn() {
    if (drawn.isEmpty()) {
      drawn = Optional.of(grid.of(site()));
    }
    return drawn.get();
  }

  /** The VMs that run now, and that a launch may stop. */
  public List<CardGrid.DrawnCard> now() {
    return drawn().in(Card.Place.NOW);
  }

  /** The VMs that can be launched. */
  public List<CardGrid.DrawnCard> switchTo() {
    return drawn().in(Card.Place.SWITCH);
  }

  /** The VMs that run and that no launch stops. */
  public List<CardGrid.DrawnCard> always() {
    return drawn().in(Card.Place.ALWAYS);
  }

  /** The look of that VM, also if it does not exist any more. */
  VmLook look(VmId vm) {
    return site().inventory().find(vm).map(VmLook::of).orElse(VmLook.UNKNOWN);
  }

  /** The hue of the page as a style class: that of the VM that runs now. */
  public String getLight() {
    return isStale() ? "dim" : drawn().light().map(look -> "hue-" + look.hue()).orElse("dim");
  }

  /** How much is on the page, as style classes. */
  public String getSize() {
    int size = switchTo().size();
    if (size + now().size() + always().size() == 0) {
      return "bare";
    }
    return (size >= MANY ? "many " : "") + (size > DENSE ? "dense" : "");
  }

  /** The order of the cards; each browser remembers its own. */
  public String getOrder() {
    return "name";
  }

  /** The epoch of the snapshot. */
  public String getEpoch() {
    return site().epoch();
  }

  /** The revision of the snapshot. */
  public long getRevision() {
    return site().revision();
  }

  /** The agent's clock, in milliseconds since 1970. */
  public long getNow() {
    return time().toEpochMilli();
  }

  /**
   * The read time of the oldest part, in milliseconds since 1970 by the clock of {@link #getNow}; 0
   * before the first read.
   */
  public long getReadAt() {
    return site().age(scheduler.steady()).map(age -> time().minus(age).toEpochMilli()).orElse(0L);
  }

  /** The current or last launch, as a list with at most one element. */
  public List<LaunchPanelModel> getPanels() {
    if (panels.isEmpty()) {
      panels =
          Optional.of(
              site().launch().stream()
                  .map(report -> new LaunchPanelModel(report, site(), time()))
                  .filter(LaunchPanelModel::isShown)
                  .toList());
    }
    return panels.get();
  }

  /** The past launches, newest first. */
  public List<PastLaunch> getPast() {
    if (past.isEmpty()) {
      past =
          Optional.of(
              launches.history().stream()
                  .filter(launch -> launch.phase().isOver())
                  .limit(SHOWN)
                  .map(
                      launch ->
                          PastLaunch.of(
                              launch,
                              launch.target().map(this::look).orElse(VmLook.UNKNOWN),
                              time()))
                  .toList());
    }
    return past.get();
  }

  /** The messages about problems. */
  public List<Alarm> getAlarms() {
    if (alarms.isEmpty()) {
      alarms = Optional.of(troubles());
    }
    return alarms.get();
  }

  private List<Alarm> troubles() {
    String token = settings.tokenId().toString();
    List<Alarm> all = new ArrayList<>(Alarm.of(site(), token, accessCheck.latest(), time()));
    accessCheck
        .latest()
        .filter(access -> access.canSee() && !access.canSwitch())
        .ifPresent(access -> all.add(Alarm.readOnly(Messages.texts(access.shortcomings()), token)));
    launches.complaint().map(Messages::text).map(Alarm::recordProblem).ifPresent(all::add);
    return all;
  }

  /** That the fallback VM starts by itself. */
  public FallbackModel getFallback() {
    return FallbackModel.of(monitor.fallback(), time());
  }

  /** The nodes that the page may shut down; empty unless that is allowed. */
  public List<String> getHosts() {
    return site().inventory().vms().stream()
        .filter(vm -> settings.hostPoweroff())
        .map(Vm::node)
        .filter(node -> !site().inventory().silentNodes().containsKey(node))
        .map(NodeName::toString)
        .distinct()
        .sorted()
        .toList();
  }

  /** Whether the data may be out of date. */
  public boolean isStale() {
    return site().trouble().isPresent();
  }

  /** The name of the node, or of the Proxmox host. */
  public String getPlace() {
    List<String> nodes =
        site().inventory().vms().stream().map(Vm::node).map(NodeName::toString).distinct().toList();
    return nodes.size() == 1 ? nodes.get(0) : PageText.PLACE_SEVERAL.text();
  }

  /** The title of the browser tab without a launch. */
  public String getTitle() {
    String running =
        now().stream()
            .map(drawn -> Names.brief(drawn.card().name()))
            .limit(3)
            .collect(Collectors.joining(", "));
    return running.isEmpty() ? PageText.TITLE_NONE.text() : PageText.TITLE.text(running);
  }

  /** The vmids of a section in order, joined by commas. */
  String ids(Card.Place place) {
    return drawn().in(place).stream()
        .map(drawn -> Integer.toString(drawn.card().vmid()))
        .collect(Collectors.joining(","));
  }

  private Instant time() {
    return scheduler.now();
  }
}
