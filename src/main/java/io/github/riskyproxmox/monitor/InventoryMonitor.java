package io.github.riskyproxmox.monitor;

import io.github.riskyproxmox.domain.launch.JournalTrouble;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchStep;
import io.github.riskyproxmox.domain.pve.Access;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.vm.Inventory;
import io.github.riskyproxmox.domain.vm.NodeName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps one snapshot for everybody. It looks at Proxmox only while pages are open or a launch is
 * under way, and no more for fifty pages than for one.
 */
@ApplicationScoped
public class InventoryMonitor {
  private static final Logger LOG = Logger.getLogger(InventoryMonitor.class.getName());

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** Beyond the age that was asked for: an answer that is merely slow is no outage. */
  private static final Duration TOLERANCE = Duration.ofSeconds(15);

  /** So long a launch that is over is news; then it is history. */
  static final Duration NEWS = Duration.ofMinutes(10);

  private final Scheduler scheduler;
  private final Event<SiteSnapshot> changes;
  private final Duration retryPolicy;
  private final EventOrder moments;
  private final InventoryReader reader;
  private final LaunchFacts facts = new LaunchFacts();
  private final OutageLog outages = new OutageLog();
  private final NotesReader notes;
  private final PollSchedule times;

  private final Object lock = new Object();
  private SiteSnapshot snapshot = Snapshots.first(UUID.randomUUID().toString());
  private CompletableFuture<Void> reading = CompletableFuture.completedFuture(null);
  private Instant unwatchedAt = Instant.EPOCH;
  private Instant answeredAt = Instant.EPOCH;
  private Instant launchOverAt = Instant.EPOCH;
  private int watchers;
  private boolean ticking;
  private boolean lookPlanned;

  /** Looks at that Proxmox by that time, and fires each real change. */
  @Inject
  public InventoryMonitor(Proxmox proxmox, Scheduler scheduler, Event<SiteSnapshot> changes) {
    this(proxmox, scheduler, changes, PATIENCE);
  }

  /** The same, waiting that long for a look. */
  InventoryMonitor(
      Proxmox proxmox, Scheduler scheduler, Event<SiteSnapshot> changes, Duration retryPolicy) {
    this.scheduler = scheduler;
    this.changes = changes;
    this.retryPolicy = retryPolicy;
    this.moments = new EventOrder(scheduler);
    this.reader = new InventoryReader(proxmox, moments::next);
    this.notes = new NotesReader(proxmox, scheduler, this::annotatable, this::notesRead);
    this.times = new PollSchedule(scheduler.steady());
  }

  /** The first look, so that the first page need not wait for it. */
  void begin(@Observes Startup event) {
    CompletableFuture<Void> unused = look();
  }

  /** What is known; never asks Proxmox. */
  public SiteSnapshot snapshot() {
    synchronized (lock) {
      return snapshot;
    }
  }

  /** What is known, at most a second old: see {@link #atMost}. */
  public SiteSnapshot fresh() {
    return atMost(PollSchedule.FRESH);
  }

  /**
   * What is known after a look, unless the last one is younger than that or looking has become too
   * dear; waits for it three seconds at most. Never throws a PveException: {@link
   * SiteSnapshot#trouble()} tells.
   */
  public SiteSnapshot atMost(Duration age) {
    await(wanted(age));
    return snapshot();
  }

  /**
   * The same for somebody who relies on it: if Proxmox leaves that look unanswered and what is
   * known is older than it should be by far, that is told as trouble. The page has no need of that:
   * it is told as soon as Proxmox turns out not to answer.
   */
  public SiteSnapshot confirmed(Duration age) {
    boolean answered = await(wanted(age));
    SiteSnapshot known;
    boolean old;
    synchronized (lock) {
      known = snapshot;
      old = scheduler.steady().isAfter(answeredAt.plus(age).plus(TOLERANCE));
    }
    boolean silent = !answered && old && known.trouble().isEmpty();
    return silent ? Snapshots.failed(known, noAnswer(), scheduler.now()) : known;
  }

  private PveUnavailable noAnswer() {
    return new PveUnavailable(
        "Proxmox has not answered within " + retryPolicy.toSeconds() + " s.",
        PveUnavailable.Delivery.UNCERTAIN);
  }

  private CompletableFuture<Void> wanted(Duration age) {
    synchronized (lock) {
      return times.allows(age, scheduler.steady()) ? look() : reading;
    }
  }

  /** What is known, fresh, for a page being opened; old notes are read again soon afterwards. */
  public SiteSnapshot opened() {
    notes.want(kept -> kept.wantSome(scheduler.steady()));
    SiteSnapshot known = fresh();
    notes.readSoon();
    return known;
  }

  /** A page opened. The first after a while has all old notes read again. */
  public void watch() {
    Instant now = scheduler.steady();
    boolean first;
    synchronized (lock) {
      first = watchers == 0 && !now.isBefore(unwatchedAt.plus(NotesCache.AGE));
      watchers++;
      keepTicking();
    }
    if (first) {
      notes.want(kept -> kept.wantAll(now));
      notes.readSoon();
    }
  }

  /** A page went away. */
  public void unwatch() {
    synchronized (lock) {
      watchers = Math.max(0, watchers - 1);
      unwatchedAt = scheduler.steady();
      if (watchers == 0) {
        notes.want(NotesCache::wantNone);
      }
    }
  }

  /**
   * Takes the launch's new state over at once. Looks at its node soon if a VM came or went: while
   * one is merely waited for there is nothing to see, and the launch itself asks often enough.
   */
  void launchMoved(@Observes LaunchReport report) {
    boolean cameOrWent =
        report.phase().isOver()
            || settled(report) > snapshot().launch().map(InventoryMonitor::settled).orElse(0L);
    boolean news = isNews(report);
    update(
        old -> {
          facts.learn(old.launch(), report, moments.next());
          return Snapshots.launched(old, report, news, facts);
        });
    synchronized (lock) {
      if (report.phase().isOver()) {
        launchOverAt = scheduler.steady();
      }
      if (cameOrWent) {
        planLook();
      }
      keepTicking();
    }
  }

  /** Whether its outcome is worth a panel; if so, it is made history in time. */
  private boolean isNews(LaunchReport report) {
    if (!report.phase().isOver()) {
      return true;
    }
    boolean seen = snapshot().launch().filter(last -> last.id().equals(report.id())).isPresent();
    // What was over before the agent began is dated by the wall's clock alone.
    Duration age =
        seen
            ? Duration.ZERO
            : Duration.between(report.endedAt().orElse(Instant.EPOCH), scheduler.now());
    boolean news = !age.isNegative() && age.compareTo(NEWS) < 0;
    if (news) {
      scheduler.after(NEWS.minus(age), () -> update(old -> Snapshots.retired(old, report.id())));
    }
    return news;
  }

  /** What the token may do has changed: the pages that explain it are to ask anew. */
  void accessChanged(@Observes Access access) {
    update(Snapshots::touched);
  }

  /** What is wrong with the record of launches has changed: pages show it. */
  void recordChanged(@Observes JournalTrouble trouble) {
    update(Snapshots::touched);
  }

  private static long settled(LaunchReport report) {
    return report.steps().stream()
        .filter(step -> step.kind() != LaunchStep.Kind.STOP && step.endedAt().isPresent())
        .count();
  }

  /** A look that begins after now, though not within a second of the one before. */
  private void planLook() {
    if (!lookPlanned) {
      lookPlanned = true;
      scheduler.after(times.afterLaunchMoved(scheduler.steady()), this::plannedLook);
    }
  }

  private void plannedLook() {
    synchronized (lock) {
      lookPlanned = false;
      if (reading.isDone()) {
        CompletableFuture<Void> unused = look();
      } else {
        // The look under way may have begun before what is to be seen.
        planLook();
      }
    }
  }

  /** One chain of ticks at most; it ends by itself when nobody looks any more. */
  private void keepTicking() {
    if (!ticking) {
      ticking = true;
      scheduler.after(times.untilDue(snapshot, scheduler.steady()), this::tick);
    }
  }

  private void tick() {
    synchronized (lock) {
      ticking = watchers > 0 || snapshot.launchUnderWay();
      if (!ticking) {
        return;
      }
      Instant now = scheduler.steady();
      try {
        if (times.isDue(snapshot, now)) {
          CompletableFuture<Void> unused = look();
        }
      } finally {
        scheduler.after(
            PollSchedule.longer(PollSchedule.FRESH, times.untilDue(snapshot, now)), this::tick);
      }
    }
  }

  /** Begins a look, or joins the one under way. */
  private CompletableFuture<Void> look() {
    synchronized (lock) {
      if (reading.isDone()) {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        reading = begun;
        times.begun(scheduler.steady());
        scheduler.soon(() -> lookNow(begun));
      }
      return reading;
    }
  }

  private void lookNow(CompletableFuture<Void> done) {
    try {
      update(learn());
    } catch (RuntimeException | Error defect) {
      failed(defect);
    } finally {
      done.complete(null);
    }
    notes.readSoon();
  }

  private UnaryOperator<SiteSnapshot> learn() {
    Instant begun = scheduler.steady();
    SiteSnapshot last;
    Optional<InventoryReader.Urgent> urgent;
    int affordable;
    synchronized (lock) {
      last = snapshot;
      urgent = urgent(begun);
      affordable = times.affordable(begun);
    }
    Map<NodeName, Instant> began = last.read().map(ReadTimes::nodes).orElse(Map.of());
    try {
      InventoryReader.Look look = reader.look(last.inventory(), began, urgent, affordable);
      spend(look.requests(), begun);
      Set<NodeName> silent = look.inventory().silentNodes().keySet();
      Inventory found = notes.annotate(look.inventory());
      return old -> {
        answeredAt = begun;
        ReadTimes read =
            ReadTimes.of(begun, look.began(), silent, scheduler.now(), scheduler.steady());
        return Snapshots.read(old, found, read, scheduler, facts);
      };
    } catch (PveException failure) {
      spend(1, begun);
      return old -> Snapshots.failed(old, failure, scheduler.now());
    }
  }

  /** A defect of the agent's own leaves what is known as unsure as an outage does. */
  private void failed(Throwable defect) {
    outages.failed(defect);
    String words =
        "The agent itself failed while it read Proxmox (%s); its log says where."
            .formatted(defect.getClass().getSimpleName());
    update(old -> Snapshots.failed(old, Trouble.Kind.INTERNAL, words, scheduler.now()));
  }

  private void spend(int requests, Instant now) {
    synchronized (lock) {
      times.spent(requests, now);
    }
  }

  /** Whose notes are worth a request: none's while Proxmox is in trouble, or a launch needs it. */
  private Optional<Inventory> annotatable() {
    synchronized (lock) {
      return snapshot.trouble().isPresent() || snapshot.launchUnderWay()
          ? Optional.empty()
          : Optional.of(snapshot.inventory());
    }
  }

  /** One VM's notes in turn are part of what looking costs; a batch is owed to somebody once. */
  private void notesRead(int requests) {
    if (requests == 1) {
      spend(1, scheduler.steady());
    }
    update(old -> Snapshots.noted(old, notes.annotate(old.inventory())));
  }

  private Optional<InventoryReader.Urgent> urgent(Instant now) {
    boolean recent = now.isBefore(launchOverAt.plus(PollSchedule.PERIOD));
    return snapshot
        .launch()
        .filter(launch -> !launch.phase().isOver() || recent)
        .map(
            launch -> new InventoryReader.Urgent(launch.target().node(), !launch.phase().isOver()));
  }

  private void update(UnaryOperator<SiteSnapshot> change) {
    SiteSnapshot now;
    boolean changed;
    synchronized (lock) {
      long before = snapshot.revision();
      snapshot = change.apply(snapshot);
      now = snapshot;
      changed = now.revision() != before;
    }
    if (changed) {
      outages.report(now, scheduler.steady());
      tell(now);
    }
  }

  /** A listener's failure is none of the watch's. */
  private void tell(SiteSnapshot now) {
    try {
      changes.fire(now);
    } catch (RuntimeException | Error deaf) {
      LOG.log(Level.SEVERE, "Somebody who listens to the snapshot failed.", deaf);
    }
  }

  /** Whether it was over in time; if not, what is known now is the better answer. */
  private boolean await(CompletableFuture<Void> pending) {
    try {
      pending.get(retryPolicy.toMillis(), TimeUnit.MILLISECONDS);
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
