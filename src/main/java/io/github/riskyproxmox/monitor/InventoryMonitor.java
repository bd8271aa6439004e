package io.github.riskyproxmox.monitor;

import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.domain.conflict.Claim;
import io.github.riskyproxmox.domain.conflict.ConflictPolicy;
import io.github.riskyproxmox.domain.launch.FallbackPlan;
import io.github.riskyproxmox.domain.launch.JournalTrouble;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchStep;
import io.github.riskyproxmox.domain.pve.Access;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.vm.Inventory;
import io.github.riskyproxmox.domain.vm.VmId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Keeps one snapshot of inventory and launch for all pages and API clients. Polls Proxmox only
 * while pages are open or a launch is under way; fifty pages cause no more requests than one.
 */
@ApplicationScoped
public class InventoryMonitor {
  private static final Duration POLL_TIMEOUT = Duration.ofSeconds(3);

  /**
   * How much older than requested a snapshot may be before {@link #confirmed} reports an outage.
   */
  private static final Duration TOLERANCE = Duration.ofSeconds(15);

  /** For how long pages show the result of a launch as news. */
  static final Duration NEWS = Duration.ofMinutes(10);

  private final Scheduler scheduler;
  private final Duration pollTimeout;
  private final EventOrder eventOrder;
  private final CurrentSnapshot site;
  private final LaunchFacts facts = new LaunchFacts();
  private final ConfigReader configs;
  private final PollSchedule schedule;
  private final UsageHistory usage;
  private final Poller poller;
  private final AtomicReference<Optional<FallbackPlan>> fallback =
      new AtomicReference<>(Optional.empty());

  /**
   * Creates a monitor.
   *
   * @param settings say which VMs exclude each other
   * @param changes fired with each snapshot that has a new revision
   */
  @Inject
  public InventoryMonitor(
      Proxmox proxmox, Settings settings, Scheduler scheduler, Event<SiteSnapshot> changes) {
    this(proxmox, new ConflictPolicy(settings.exclude()), scheduler, changes, POLL_TIMEOUT);
  }

  /** Creates a monitor whose callers wait that long for a poll. */
  InventoryMonitor(
      Proxmox proxmox,
      ConflictPolicy policy,
      Scheduler scheduler,
      Event<SiteSnapshot> changes,
      Duration pollTimeout) {
    this.scheduler = scheduler;
    this.pollTimeout = pollTimeout;
    this.eventOrder = new EventOrder(scheduler);
    this.site = new CurrentSnapshot(scheduler, changes);
    this.schedule = new PollSchedule(scheduler.steady());
    this.configs =
        new ConfigReader(proxmox, policy, scheduler, this::inventoryForConfigs, this::configsRead);
    this.usage = new UsageHistory(scheduler::steady);
    this.poller =
        new Poller(
            scheduler,
            site,
            new InventoryReader(proxmox, eventOrder::next),
            configs,
            facts,
            schedule,
            usage);
  }

  /** Polls at startup, so that the first page does not wait for a poll. */
  void startup(@Observes Startup event) {
    CompletableFuture<Void> unused = poller.poll();
  }

  /** The current snapshot. Does not poll. */
  public SiteSnapshot snapshot() {
    return site.get();
  }

  /** The snapshot, at most a second old: see {@link #atMost}. */
  public SiteSnapshot fresh() {
    return atMost(PollSchedule.FRESH);
  }

  /** What both of these VMs claim, by the configurations as last read; empty if not known. */
  public List<Claim> shared(VmId one, VmId other) {
    return configs.shared(one, other);
  }

  /** What the running VMs used in the last ten minutes. */
  public UsageHistory usage() {
    return usage;
  }

  /**
   * The snapshot after a poll, unless the last poll is younger than that age or the request budget
   * is used up. Waits at most three seconds. Throws no PveException: {@link SiteSnapshot#trouble()}
   * reports a failed poll.
   */
  public SiteSnapshot atMost(Duration age) {
    await(poller.pollIfOlderThan(age));
    return snapshot();
  }

  /**
   * The same for callers that have no later chance to see a failure: if Proxmox has not answered
   * yet and the snapshot is much older than that age, the result reports an outage. Pages do not
   * need this, because they get the failure as an event.
   */
  public SiteSnapshot confirmed(Duration age) {
    boolean answered = await(poller.pollIfOlderThan(age));
    // In this order: an answer that arrives in between must not count as an outage.
    SiteSnapshot known = snapshot();
    boolean old = scheduler.steady().isAfter(poller.answeredAt().plus(age).plus(TOLERANCE));
    boolean silent = !answered && old && known.trouble().isEmpty();
    return silent ? Snapshots.failed(known, noAnswer(), scheduler.now()) : known;
  }

  private PveUnavailable noAnswer() {
    return new PveUnavailable(
        "Proxmox has not answered within " + pollTimeout.toSeconds() + " s.",
        PveUnavailable.Delivery.UNCERTAIN);
  }

  /**
   * A fresh snapshot for a page that is being loaded. Reads old configurations again afterwards.
   */
  public SiteSnapshot pageLoaded() {
    configs.want(cache -> cache.wantSome(scheduler.steady()));
    SiteSnapshot known = fresh();
    configs.readSoon();
    return known;
  }

  /**
   * An event stream was opened. The first one after a minute without any refreshes all
   * configurations.
   */
  public void streamOpened() {
    if (poller.streamOpened()) {
      configs.want(cache -> cache.wantAll(scheduler.steady()));
      configs.readSoon();
    }
  }

  /** An event stream was closed. */
  public void streamClosed() {
    if (poller.streamClosed()) {
      configs.want(ConfigCache::wantNone);
    }
  }

  /**
   * Merges the new state of the launch into the snapshot. Plans a poll only if the launch started
   * or stopped a VM: during a wait the launch itself polls often enough.
   */
  void launchChanged(@Observes LaunchReport report) {
    boolean over = report.phase().isOver();
    long before = snapshot().launch().map(InventoryMonitor::endedSteps).orElse(0L);
    boolean vmChanged = over || endedSteps(report) > before;
    boolean news = isNews(report);
    site.update(
        old -> {
          facts.learn(old.launch(), report, eventOrder.next());
          return Snapshots.launched(old, report, news, facts);
        });
    poller.launchChanged(over, vmChanged);
  }

  /** Whether pages show the result as news. If so, plans the update that ends this. */
  private boolean isNews(LaunchReport report) {
    if (!report.phase().isOver()) {
      return true;
    }
    boolean seen = snapshot().launch().filter(last -> last.id().equals(report.id())).isPresent();
    // For a launch that ended before the agent started there is only the system clock's time.
    Duration age =
        seen
            ? Duration.ZERO
            : Duration.between(report.endedAt().orElse(Instant.EPOCH), scheduler.now());
    boolean news = !age.isNegative() && age.compareTo(NEWS) < 0;
    if (news) {
      scheduler.after(
          NEWS.minus(age), () -> site.update(old -> Snapshots.retired(old, report.id())));
    }
    return news;
  }

  private static long endedSteps(LaunchReport report) {
    return report.steps().stream()
        .filter(step -> step.kind() != LaunchStep.Kind.STOP && step.endedAt().isPresent())
        .count();
  }

  /** The token's privileges changed, and pages explain missing ones: raises the revision. */
  void accessChanged(@Observes Access access) {
    site.update(Snapshots::touched);
  }

  /**
   * Tells pages when the fallback VM starts by itself: raises the revision where that has changed.
   *
   * @param plan empty while it does not
   */
  public void fallbackPlanned(Optional<FallbackPlan> plan) {
    Optional<FallbackPlan> before = fallback.getAndSet(plan);
    boolean same =
        before.isPresent() == plan.isPresent()
            && before.flatMap(old -> plan.filter(old::isAbout)).isPresent() == plan.isPresent();
    if (!same) {
      site.update(Snapshots::touched);
    }
  }

  /** When the fallback VM starts by itself; empty while it does not. */
  public Optional<FallbackPlan> fallback() {
    return fallback.get();
  }

  /** Pages show what is wrong with the journal: raises the revision. */
  void journalTroubleChanged(@Observes JournalTrouble trouble) {
    site.update(Snapshots::touched);
  }

  /** Empty while reading configurations would be useless (an outage) or would delay a launch. */
  private Optional<Inventory> inventoryForConfigs() {
    SiteSnapshot known = snapshot();
    return known.trouble().isPresent() || known.launchUnderWay()
        ? Optional.empty()
        : Optional.of(known.inventory());
  }

  private void configsRead(int charged) {
    schedule.spent(charged, scheduler.steady());
    // The first call does the work; the second one, in which readers of the snapshot wait,
    // compares.
    configs.excludes(snapshot().inventory());
    site.update(
        old -> {
          Inventory inventory = configs.annotate(old.inventory());
          return Snapshots.configured(old, inventory, configs.excludes(inventory));
        });
  }

  /** Returns whether the poll ended in time. */
  private boolean await(CompletableFuture<Void> poll) {
    try {
      poll.get(pollTimeout.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException slow) {
      return false;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
