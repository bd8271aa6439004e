package io.github.riskyproxmox.watch;

import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchStep;
import io.github.riskyproxmox.domain.pve.Access;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.vm.Inventory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/**
 * Keeps one snapshot for everybody. It looks at Proxmox only while pages are open or a launch is
 * under way, and no more for fifty pages than for one.
 */
@ApplicationScoped
public class Watch {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** Beyond the age that was asked for: an answer that is merely slow is no outage. */
  private static final Duration TOLERANCE = Duration.ofSeconds(15);

  private final Timetable timetable;
  private final Event<SiteSnapshot> changes;
  private final Duration patience;
  private final InventoryReader reader;
  private final NotesReader notes;
  private final LookTimes times;

  private final Object lock = new Object();
  private SiteSnapshot snapshot = Snapshots.first(UUID.randomUUID().toString());
  private CompletableFuture<Void> reading = CompletableFuture.completedFuture(null);
  private Instant unwatchedAt = Instant.EPOCH;
  private int watchers;
  private boolean ticking;
  private boolean lookPlanned;

  /** Looks at that Proxmox by that time, and fires each real change. */
  @Inject
  public Watch(Proxmox proxmox, Timetable timetable, Event<SiteSnapshot> changes) {
    this(proxmox, timetable, changes, PATIENCE);
  }

  /** The same, waiting that long for a look. */
  Watch(Proxmox proxmox, Timetable timetable, Event<SiteSnapshot> changes, Duration patience) {
    this.timetable = timetable;
    this.changes = changes;
    this.patience = patience;
    this.reader = new InventoryReader(proxmox);
    this.notes = new NotesReader(proxmox, timetable, this::annotatable, this::notesRead);
    this.times = new LookTimes(timetable.now());
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
    return atMost(LookTimes.FRESH);
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
    SiteSnapshot known = snapshot();
    Instant now = timetable.now();
    boolean old = known.readAt().filter(at -> !now.isAfter(at.plus(age).plus(TOLERANCE))).isEmpty();
    boolean silent = !answered && old && known.trouble().isEmpty();
    return silent ? Snapshots.failed(known, silence(), now) : known;
  }

  private PveUnavailable silence() {
    return new PveUnavailable(
        "Proxmox has not answered within " + patience.toSeconds() + " s.",
        PveUnavailable.Delivery.UNCERTAIN);
  }

  private CompletableFuture<Void> wanted(Duration age) {
    synchronized (lock) {
      return times.allows(age, timetable.now()) ? look() : reading;
    }
  }

  /** What is known, fresh, for a page being opened; old notes are read again soon afterwards. */
  public SiteSnapshot opened() {
    notes.want(kept -> kept.wantSome(timetable.now()));
    SiteSnapshot known = fresh();
    notes.readSoon();
    return known;
  }

  /** A page opened. The first after a while has all old notes read again. */
  public void watch() {
    Instant now = timetable.now();
    boolean first;
    synchronized (lock) {
      first = watchers == 0 && !now.isBefore(unwatchedAt.plus(KeptNotes.AGE));
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
      unwatchedAt = timetable.now();
      if (watchers == 0) {
        notes.want(KeptNotes::wantNone);
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
            || settled(report) > snapshot().launch().map(Watch::settled).orElse(0L);
    update(old -> Snapshots.launched(old, report));
    synchronized (lock) {
      if (cameOrWent) {
        planLook();
      }
      keepTicking();
    }
  }

  /** What the token may do has changed: the pages that explain it are to ask anew. */
  void accessChanged(@Observes Access access) {
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
      timetable.after(times.afterLaunchMoved(timetable.now()), this::plannedLook);
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
      timetable.after(times.untilDue(snapshot, timetable.now()), this::tick);
    }
  }

  private void tick() {
    synchronized (lock) {
      ticking = watchers > 0 || snapshot.launchUnderWay();
      if (!ticking) {
        return;
      }
      Instant now = timetable.now();
      if (times.isDue(snapshot, now)) {
        CompletableFuture<Void> unused = look();
      }
      timetable.after(LookTimes.longer(LookTimes.FRESH, times.untilDue(snapshot, now)), this::tick);
    }
  }

  /** Begins a look, or joins the one under way. */
  private CompletableFuture<Void> look() {
    synchronized (lock) {
      if (reading.isDone()) {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        reading = begun;
        times.begun(timetable.now());
        timetable.soon(() -> lookNow(begun));
      }
      return reading;
    }
  }

  private void lookNow(CompletableFuture<Void> done) {
    try {
      Instant now = timetable.now();
      SiteSnapshot last = snapshot();
      update(learn(last.inventory(), urgent(last, now), now));
    } finally {
      done.complete(null);
    }
    notes.readSoon();
  }

  private UnaryOperator<SiteSnapshot> learn(
      Inventory last, Optional<InventoryReader.Urgent> urgent, Instant now) {
    try {
      InventoryReader.Look look = reader.look(last, urgent, now);
      spend(look.requests(), now);
      return old -> Snapshots.read(old, notes.annotate(look.inventory()), now);
    } catch (PveException failure) {
      spend(1, now);
      return old -> Snapshots.failed(old, failure, now);
    }
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
      spend(1, timetable.now());
    }
    update(old -> Snapshots.noted(old, notes.annotate(old.inventory())));
  }

  private static Optional<InventoryReader.Urgent> urgent(SiteSnapshot last, Instant now) {
    return last.launch()
        .filter(
            launch ->
                launch.endedAt().map(end -> now.isBefore(end.plus(LookTimes.PERIOD))).orElse(true))
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
      changes.fire(now);
    }
  }

  /** Whether it was over in time; if not, what is known now is the better answer. */
  private boolean await(CompletableFuture<Void> pending) {
    try {
      pending.get(patience.toMillis(), TimeUnit.MILLISECONDS);
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
