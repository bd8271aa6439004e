package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.LaunchEvent;
import io.github.riskyproxmox.domain.launch.LaunchPreview;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchSequence;
import io.github.riskyproxmox.domain.launch.LaunchState;
import io.github.riskyproxmox.domain.launch.LeftShutdown;
import io.github.riskyproxmox.domain.launch.Narrator;
import io.github.riskyproxmox.domain.launch.UsualDuration;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;

/** What is known of launches: the journal on the disk, and the same as reports for readers. */
final class LaunchRecord {
  private static final Logger LOG = Logger.getLogger(LaunchRecord.class.getName());

  private static final Duration MEND_EVERY = Duration.ofSeconds(10);

  private final LaunchJournal journal;
  private final LaunchSequence sequence;
  private final Narrator narrator;
  private final Predicate<StopAction> knownActions;
  private final AtomicBoolean mending = new AtomicBoolean();

  /** Held by whoever writes, for as long as the disk takes. Whoever only reads does without. */
  private final Object writing = new Object();

  private volatile Known known =
      new Known(List.of(), List.of(), Optional.empty(), /* dirty= */ false);

  /**
   * Kept in that journal.
   *
   * @param knownActions whether there is such a stop action
   */
  LaunchRecord(LaunchJournal journal, LaunchSequence sequence, Predicate<StopAction> knownActions) {
    this.journal = journal;
    this.sequence = sequence;
    this.narrator = new Narrator(sequence);
    this.knownActions = knownActions;
  }

  /**
   * What readers are given: replaced as a whole, by one writer at a time.
   *
   * @param written what the disk has, or is to have, newest first
   * @param reports the same for readers, the newest as it is now
   * @param complaint what is wrong with the journal
   * @param dirty whether the disk lacks what was to be written last
   */
  private record Known(
      List<LaunchState> written,
      List<LaunchReport> reports,
      Optional<String> complaint,
      boolean dirty) {}

  /** Reads the journal; returns the launch that was under way, if one was. */
  Optional<LaunchState> open(Instant now) {
    synchronized (writing) {
      LaunchJournal.Found found = journal.read(now, launches -> checked(launches, now));
      found.complaint().ifPresent(LOG::warning);
      List<LaunchState> launches = found.launches();
      known = new Known(launches, checked(launches, now), found.complaint(), /* dirty= */ false);
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
      List<LaunchState> all = withNewest(state.durable());
      try {
        journal.write(all);
      } catch (IOException | RuntimeException | Error failed) {
        takeBack();
        throw failed;
      }
      known = new Known(all, known.reports(), Optional.empty(), /* dirty= */ false);
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
      known =
          new Known(known.written(), known.reports(), Optional.of(complaint), /* dirty= */ true);
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
        write(withNewest(durable));
      }
      LaunchReport report = narrator.tell(state, taskLogLine, known.written());
      List<LaunchReport> all = new ArrayList<>(List.of(report));
      known.reports().stream().filter(other -> !other.id().equals(report.id())).forEach(all::add);
      List<LaunchReport> reports = all.stream().limit(LaunchJournal.REMEMBERED).toList();
      known = new Known(known.written(), reports, known.complaint(), known.dirty());
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
  void mend(Pacer pacer) {
    if (!known.dirty() || !mending.compareAndSet(false, true)) {
      return;
    }
    try {
      while (known.dirty()) {
        pacer.pause(MEND_EVERY);
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

  /** How long launches like that one, stopping by that action, have taken. */
  Optional<Duration> usually(LaunchPreview preview, Optional<StopAction> action) {
    return UsualDuration.of(preview, action, known.written());
  }

  Optional<String> complaint() {
    return known.complaint();
  }

  /** Whether a task belongs to another launch than that one. */
  Predicate<Upid> knownTasks(String id) {
    Set<Upid> tasks = new HashSet<>();
    for (LaunchState state : known.written()) {
      if (!state.id().equals(id)) {
        state
            .errands()
            .forEach(
                errand -> {
                  errand.task().ifPresent(tasks::add);
                  tasks.addAll(errand.pastTasks());
                });
      }
    }
    return tasks::contains;
  }

  /** The shutdown of that VM that a launch has left behind and that may not have ended yet. */
  Optional<LeftShutdown> leftShutdown(VmRef vm, Instant now) {
    return known.written().stream()
        .filter(state -> state.end().isPresent())
        .flatMap(state -> state.stops().stream())
        .filter(errand -> errand.order().vm().equals(vm))
        .flatMap(errand -> LeftShutdown.of(errand).stream())
        .filter(left -> left.deadline().isAfter(now))
        .findFirst();
  }

  /** A launch under way goes on without a journal rather than stop half-way. */
  private void write(List<LaunchState> all) {
    Optional<String> complaint = Optional.empty();
    try {
      journal.write(all);
    } catch (IOException | RuntimeException | Error unwritable) {
      boolean over = all.stream().findFirst().filter(one -> one.end().isPresent()).isPresent();
      String what = over ? "The end of the launch" : "The launch under way";
      complaint =
          Optional.of(
              "%s cannot be written down: %s.%s"
                  .formatted(what, unwritable.getMessage(), over ? withdrawn() : ""));
    }
    if (!complaint.equals(known.complaint())) {
      complaint.ifPresent(LOG::warning);
    }
    known = new Known(all, known.reports(), complaint, complaint.isPresent());
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

  private List<LaunchState> withNewest(LaunchState state) {
    List<LaunchState> all = new ArrayList<>(List.of(state));
    known.written().stream().filter(other -> !other.id().equals(state.id())).forEach(all::add);
    return all.stream().limit(LaunchJournal.REMEMBERED).toList();
  }
}
