package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.LaunchEvent;
import io.github.riskyproxmox.domain.launch.LaunchPreview;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchSequence;
import io.github.riskyproxmox.domain.launch.LaunchState;
import io.github.riskyproxmox.domain.launch.OrphanedShutdown;
import io.github.riskyproxmox.domain.launch.ReportBuilder;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;

/** What is known of launches: the journal on the disk, and the same as reports for readers. */
final class LaunchHistory {
  private static final Logger LOG = Logger.getLogger(LaunchHistory.class.getName());

  private static final Duration MEND_EVERY = Duration.ofSeconds(10);

  private final LaunchJournal journal;
  private final LaunchSequence sequence;
  private final ReportBuilder narrator;
  private final Predicate<StopAction> knownActions;
  private final AtomicBoolean mending = new AtomicBoolean();

  /** Held by whoever writes, for as long as the disk takes. Whoever only reads does without. */
  private final Object writing = new Object();

  private volatile HistorySnapshot known = HistorySnapshot.NONE;

  /**
   * Kept in that journal.
   *
   * @param knownActions whether there is such a stop action
   */
  LaunchHistory(
      LaunchJournal journal, LaunchSequence sequence, Predicate<StopAction> knownActions) {
    this.journal = journal;
    this.sequence = sequence;
    this.narrator = new ReportBuilder(sequence);
    this.knownActions = knownActions;
  }

  /** Reads the journal; returns the launch that was under way, if one was. */
  Optional<LaunchState> open(Instant now) {
    synchronized (writing) {
      LaunchJournal.Found found = journal.read(now, launches -> checked(launches, now));
      found.complaint().ifPresent(LOG::warning);
      List<LaunchState> launches = found.launches();
      known = new HistorySnapshot(launches, checked(launches, now), found.complaint(), false);
      return launches.stream().findFirst().filter(state -> state.end().isEmpty());
    }
  }

  /** All that will be done with them at once, so that what is nonsense shows here. */
  private List<LaunchReport> checked(List<LaunchState> launches, Instant now) {
    for (LaunchState launch : launches) {
      LaunchState unused = sequence.next(launch, new LaunchEvent.Resumed(now));
      if (launch.end().isEmpty()) {
        launch.stops().forEach(stop -> stop.order().action().ifPresent(this::check));
      }
    }
    return IntStream.range(0, launches.size())
        .mapToObj(
            i ->
                narrator.tell(
                    launches.get(i), Optional.empty(), launches.subList(i + 1, launches.size())))
        .toList();
  }

  private void check(StopAction action) {
    if (!knownActions.test(action)) {
      throw new IllegalArgumentException("there is no stop action " + action);
    }
  }

  /**
   * Writes down a launch that is to begin.
   *
   * @throws IOException if that is not safely on the disk: nothing may be begun then
   */
  void begin(LaunchState state) throws IOException {
    synchronized (writing) {
      List<LaunchState> all = known.withNewest(state.durable());
      try {
        journal.write(all);
      } catch (IOException | RuntimeException | Error failed) {
        takeBack();
        throw failed;
      }
      known = known.safe(all);
    }
  }

  /** What is not begun must not be gone on with after a restart either. */
  private void takeBack() {
    if (!journal.replaced()) {
      return;
    }
    try {
      journal.write(known.written());
    } catch (IOException | RuntimeException | Error again) {
      String complaint = "A launch that was not begun stands in the record." + withdrawn();
      LOG.warning(complaint);
      known = known.unsafe(known.written(), complaint);
    }
  }

  /**
   * Takes note of a state: on the disk if it says of something decided or sent what is not written
   * yet, then for readers. What was merely read is not worth the disk's time just before a start.
   */
  LaunchReport note(LaunchState state, Optional<String> taskLogLine) {
    synchronized (writing) {
      LaunchState durable = state.durable();
      List<LaunchState> written = known.written();
      if (known.dirty() || written.isEmpty() || !written.get(0).decidedLike(durable)) {
        write(known.withNewest(durable));
      }
      LaunchReport report = narrator.tell(state, taskLogLine, known.written());
      known = known.reporting(report);
      return report;
    }
  }

  Optional<LaunchReport> current() {
    return known.reports().stream().findFirst();
  }

  List<LaunchReport> history() {
    return known.reports();
  }

  /** Writes again what could not be written. */
  void mend() {
    synchronized (writing) {
      if (known.dirty()) {
        write(known.written());
      }
    }
  }

  /**
   * The same, again and again until it could be: a launch whose end is not on the disk would go on
   * after a restart. One thread is enough for that; of a second one nothing is asked.
   */
  void mend(LaunchClock launchClock) {
    if (!known.dirty() || !mending.compareAndSet(false, true)) {
      return;
    }
    try {
      while (known.dirty()) {
        launchClock.pause(MEND_EVERY);
        mend();
      }
    } catch (InterruptedException goingDown) {
      mend();
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error bug) {
      LOG.log(Level.SEVERE, "The record of launches could not be mended.", bug);
    } finally {
      mending.set(false);
    }
  }

  /** See {@link HistorySnapshot#usually}. */
  Optional<Duration> usually(LaunchPreview preview, Optional<StopAction> action) {
    return known.usually(preview, action);
  }

  Optional<String> complaint() {
    return known.complaint();
  }

  /** See {@link HistorySnapshot#knownTasks}. */
  Predicate<Upid> knownTasks(String id) {
    return known.knownTasks(id);
  }

  /** See {@link HistorySnapshot#leftShutdown}. */
  Optional<OrphanedShutdown> leftShutdown(VmRef vm, Instant now) {
    return known.leftShutdown(vm, now);
  }

  /** A launch under way goes on without a journal rather than stop half-way. */
  private void write(List<LaunchState> all) {
    try {
      journal.write(all);
      known = known.safe(all);
    } catch (IOException | RuntimeException | Error unwritable) {
      boolean over = HistorySnapshot.isOver(all);
      String complaint =
          "%s cannot be written down: %s.%s"
              .formatted(
                  over ? "The end of the launch" : "The launch under way",
                  unwritable.getMessage(),
                  over ? withdrawn() : "");
      if (!known.complaint().equals(Optional.of(complaint))) {
        LOG.warning(complaint);
      }
      known = known.unsafe(all, complaint);
    }
  }

  /** What the disk still says of the launch is no longer so, and must not be gone on with. */
  private String withdrawn() {
    try {
      return " So that it is not gone on with after a restart, the record is set aside as %s."
          .formatted(journal.withdraw().getFileName());
    } catch (IOException | RuntimeException | Error stuck) {
      return " It may be gone on with after a restart: the record cannot be set aside either (%s)."
          .formatted(stuck.getMessage());
    }
  }
}
