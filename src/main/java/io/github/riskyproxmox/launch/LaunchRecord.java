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
  private List<LaunchState> written = List.of();
  private List<LaunchReport> reports = List.of();
  private Optional<String> complaint = Optional.empty();
  // Whether the disk does not have what was written last.
  private boolean dirty;
  private final AtomicBoolean mending = new AtomicBoolean();

  LaunchRecord(LaunchJournal journal, LaunchSequence sequence) {
    this.journal = journal;
    this.sequence = sequence;
    this.narrator = new Narrator(sequence);
  }

  /** Reads the journal; returns the launch that was under way, if one was. */
  synchronized Optional<LaunchState> open(Instant now) {
    LaunchJournal.Found found = journal.read(now, launches -> reports = tellAll(launches, now));
    complaint = found.complaint();
    complaint.ifPresent(LOG::warning);
    written = found.launches();
    return written.stream().findFirst().filter(state -> state.end().isEmpty());
  }

  /** All that will be done with them at once, so that what is nonsense shows here. */
  private List<LaunchReport> tellAll(List<LaunchState> launches, Instant now) {
    launches.forEach(launch -> sequence.next(launch, new LaunchEvent.Resumed(now)));
    return IntStream.range(0, launches.size())
        .mapToObj(
            i ->
                narrator.tell(
                    launches.get(i), Optional.empty(), launches.subList(i + 1, launches.size())))
        .toList();
  }

  /**
   * Writes down a launch that is to begin.
   *
   * @throws IOException if that is not safely on the disk: nothing may be begun then
   */
  synchronized void begin(LaunchState state) throws IOException {
    List<LaunchState> all = withNewest(state.durable());
    journal.write(all);
    written = all;
    safe();
  }

  /**
   * Takes note of a state: as a report, and on the disk if it says of something decided or sent
   * what is not written yet. What was merely read is not worth the disk's time just before a start.
   */
  synchronized LaunchReport note(LaunchState state, Optional<String> taskLogLine) {
    LaunchState durable = state.durable();
    if (dirty || written.isEmpty() || !written.get(0).decidedLike(durable)) {
      written = withNewest(durable);
      write();
    }
    LaunchReport report = narrator.tell(state, taskLogLine, written);
    List<LaunchReport> all = new ArrayList<>(List.of(report));
    reports.stream().filter(other -> !other.id().equals(report.id())).forEach(all::add);
    reports = all.stream().limit(LaunchJournal.REMEMBERED).toList();
    return report;
  }

  synchronized Optional<LaunchReport> current() {
    return reports.stream().findFirst();
  }

  synchronized List<LaunchReport> history() {
    return reports;
  }

  /** Writes again what could not be written. */
  synchronized void mend() {
    if (dirty) {
      write();
    }
  }

  /**
   * The same, again and again until it could be: a launch whose end is not on the disk would go on
   * after a restart. One thread is enough for that; of a second one nothing is asked.
   */
  void mend(Pacer pacer) {
    if (!isDirty() || !mending.compareAndSet(false, true)) {
      return;
    }
    try {
      while (isDirty()) {
        pacer.pause(MEND_EVERY);
        mend();
      }
    } catch (InterruptedException goingDown) {
      mend();
      Thread.currentThread().interrupt();
    } catch (RuntimeException bug) {
      LOG.log(Level.SEVERE, "The record of launches could not be mended.", bug);
    } finally {
      mending.set(false);
    }
  }

  /** Whether the disk lacks what was to be written last. */
  private synchronized boolean isDirty() {
    return dirty;
  }

  /** How long launches like that one, stopping by that action, have taken. */
  synchronized Optional<Duration> usually(LaunchPreview preview, Optional<StopAction> action) {
    return UsualDuration.of(preview, action, written);
  }

  synchronized Optional<String> complaint() {
    return complaint;
  }

  /** Whether a task belongs to another launch than that one. */
  synchronized Predicate<Upid> knownTasks(String id) {
    Set<Upid> known = new HashSet<>();
    for (LaunchState state : written) {
      if (!state.id().equals(id)) {
        state
            .errands()
            .forEach(
                errand -> {
                  errand.task().ifPresent(known::add);
                  known.addAll(errand.pastTasks());
                });
      }
    }
    return known::contains;
  }

  /** The shutdown of that VM that a launch has left behind and that may not have ended yet. */
  synchronized Optional<LeftShutdown> leftShutdown(VmRef vm, Instant now) {
    return written.stream()
        .filter(state -> state.end().isPresent())
        .flatMap(state -> state.stops().stream())
        .filter(errand -> errand.order().vm().equals(vm))
        .flatMap(errand -> LeftShutdown.of(errand).stream())
        .filter(left -> left.deadline().isAfter(now))
        .findFirst();
  }

  /** A launch under way goes on without a journal rather than stop half-way. */
  private void write() {
    try {
      journal.write(written);
      safe();
    } catch (IOException | RuntimeException unwritable) {
      boolean over = written.get(0).end().isPresent();
      String what = over ? "The end of the launch" : "The launch under way";
      complain(
          "%s cannot be written down: %s.%s"
              .formatted(what, unwritable.getMessage(), over ? withdrawn() : ""));
    }
  }

  private void safe() {
    dirty = false;
    complaint = Optional.empty();
  }

  private void complain(String words) {
    dirty = true;
    if (!complaint.equals(Optional.of(words))) {
      complaint = Optional.of(words);
      LOG.warning(words);
    }
  }

  /** What the disk still says of the launch is no longer so, and must not be gone on with. */
  private String withdrawn() {
    try {
      return " So that it is not gone on with after a restart, the record is set aside as %s."
          .formatted(journal.withdraw().getFileName());
    } catch (IOException | RuntimeException stuck) {
      return " It may be gone on with after a restart: the record cannot be set aside either (%s)."
          .formatted(stuck.getMessage());
    }
  }

  private List<LaunchState> withNewest(LaunchState state) {
    List<LaunchState> all = new ArrayList<>(List.of(state));
    written.stream().filter(other -> !other.id().equals(state.id())).forEach(all::add);
    return all.stream().limit(LaunchJournal.REMEMBERED).toList();
  }
}
