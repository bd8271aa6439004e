package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.LastUse;
import io.github.riskyproxmox.domain.launch.LaunchEvent;
import io.github.riskyproxmox.domain.launch.LaunchPreview;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchSequence;
import io.github.riskyproxmox.domain.launch.LaunchState;
import io.github.riskyproxmox.domain.launch.OrphanedShutdown;
import io.github.riskyproxmox.domain.launch.ReportBuilder;
import io.github.riskyproxmox.domain.launch.VmOperation;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import io.github.riskyproxmox.message.Messages;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;

/** The known launches: in the journal on the disk, and as reports for readers. */
final class LaunchHistory {
  private static final Logger LOG = Logger.getLogger(LaunchHistory.class.getName());

  private static final Duration REWRITE_EVERY = Duration.ofSeconds(10);

  private final LaunchJournal journal;
  private final LaunchSequence sequence;
  private final ReportBuilder reports;
  private final Predicate<String> knownStrategies;
  private final AtomicBoolean rewriting = new AtomicBoolean();

  /** Held while the journal is written. Readers do not need it. */
  private final Object writing = new Object();

  private volatile HistorySnapshot known = HistorySnapshot.NONE;

  /**
   * A history that is stored in that journal.
   *
   * @param knownStrategies whether a stop strategy with that id exists
   */
  LaunchHistory(LaunchJournal journal, LaunchSequence sequence, Predicate<String> knownStrategies) {
    this.journal = journal;
    this.sequence = sequence;
    this.reports = new ReportBuilder(sequence);
    this.knownStrategies = knownStrategies;
  }

  /** Reads the journal; returns the launch that was under way, if one was. */
  Optional<LaunchState> open(Instant now) {
    synchronized (writing) {
      LaunchJournal.Found found = journal.read(now, launches -> checked(launches, now));
      found.complaint().map(Messages::text).ifPresent(LOG::warning);
      List<LaunchState> launches = found.launches();
      known = new HistorySnapshot(launches, checked(launches, now), found.complaint(), false);
      return launches.stream().findFirst().filter(state -> state.end().isEmpty());
    }
  }

  /** The reports. Applies the first event too, so that an impossible state fails here. */
  private List<LaunchReport> checked(List<LaunchState> launches, Instant now) {
    for (LaunchState launch : launches) {
      LaunchState unused = sequence.next(launch, new LaunchEvent.Resumed(now));
      if (launch.end().isEmpty()) {
        launch.stops().forEach(stop -> stop.operation().stop().ifPresent(this::check));
      }
    }
    return IntStream.range(0, launches.size())
        .mapToObj(
            i ->
                reports.build(
                    launches.get(i), Optional.empty(), launches.subList(i + 1, launches.size())))
        .toList();
  }

  private void check(VmOperation.Stop stop) {
    if (!knownStrategies.test(stop.strategy())) {
      throw new IllegalArgumentException("there is no stop strategy " + stop.strategy());
    }
  }

  /**
   * Writes a launch that is to begin to the journal.
   *
   * @throws IOException if it is not safely on the disk; the launch must not begin then
   */
  void begin(LaunchState state) throws IOException {
    synchronized (writing) {
      List<LaunchState> all = known.withNewest(state.durable());
      try {
        journal.write(all);
      } catch (IOException | RuntimeException | Error failed) {
        revert();
        throw failed;
      }
      known = known.written(all);
    }
  }

  /** A launch that has not begun must not be resumed after a restart. */
  private void revert() {
    if (!journal.replaced()) {
      return;
    }
    try {
      journal.write(known.written());
    } catch (IOException | RuntimeException | Error again) {
      Message complaint =
          Message.sentences(List.of(Message.of(MessageKey.NOT_BEGUN_BUT_WRITTEN), withdraw()));
      LOG.warning(Messages.text(complaint));
      known = known.notWritten(known.written(), complaint);
    }
  }

  /**
   * Notes a state: in the journal if it has decided or sent something new, then for readers. What
   * was only read is not written, because each write delays the launch.
   */
  LaunchReport note(LaunchState state, Optional<String> taskLogLine) {
    synchronized (writing) {
      LaunchState durable = state.durable();
      List<LaunchState> written = known.written();
      if (known.dirty() || written.isEmpty() || !written.get(0).hasSameDecisions(durable)) {
        write(known.withNewest(durable));
      }
      LaunchReport report = reports.build(state, taskLogLine, known.written());
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

  /** Repeats a write that failed. */
  void rewrite() {
    synchronized (writing) {
      if (known.dirty()) {
        write(known.written());
      }
    }
  }

  /**
   * The same until it succeeds, because a launch whose end is not on the disk would be resumed
   * after a restart. Only one thread does this; a second one returns at once.
   */
  void rewrite(LaunchClock launchClock) {
    if (!known.dirty() || !rewriting.compareAndSet(false, true)) {
      return;
    }
    try {
      while (known.dirty()) {
        launchClock.pause(REWRITE_EVERY);
        rewrite();
      }
    } catch (InterruptedException shutdown) {
      rewrite();
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error bug) {
      LOG.log(Level.SEVERE, "The journal could not be written again.", bug);
    } finally {
      rewriting.set(false);
    }
  }

  /** See {@link HistorySnapshot#usually}. */
  Optional<Duration> usually(LaunchPreview preview, Optional<StopAction> action) {
    return known.usually(preview, action);
  }

  Map<VmId, LastUse> uses() {
    return LastUse.byTarget(known.written());
  }

  Optional<Message> complaint() {
    return known.complaint();
  }

  /** See {@link HistorySnapshot#knownTasks}. */
  Predicate<Upid> knownTasks(String id) {
    return known.knownTasks(id);
  }

  /** See {@link HistorySnapshot#orphanedShutdown}. */
  Optional<OrphanedShutdown> orphanedShutdown(VmRef vm, Instant now) {
    return known.orphanedShutdown(vm, now);
  }

  /** If this fails, a launch under way continues without a journal rather than stop half-way. */
  private void write(List<LaunchState> all) {
    try {
      journal.write(all);
      known = known.written(all);
    } catch (IOException | RuntimeException | Error unwritable) {
      String reason = String.valueOf(unwritable.getMessage());
      Message complaint =
          HistorySnapshot.isOver(all)
              ? Message.sentences(List.of(Message.of(MessageKey.END_UNWRITTEN, reason), withdraw()))
              : Message.of(MessageKey.UNWRITTEN, reason);
      if (!known.complaint().equals(Optional.of(complaint))) {
        LOG.warning(Messages.text(complaint));
      }
      known = known.notWritten(all, complaint);
    }
  }

  /** The file on the disk is out of date, and its launch must not be resumed from it. */
  private Message withdraw() {
    try {
      return Message.of(MessageKey.WITHDRAWN, journal.withdraw().getFileName().toString());
    } catch (IOException | RuntimeException | Error stuck) {
      return Message.of(MessageKey.NOT_WITHDRAWN, String.valueOf(stuck.getMessage()));
    }
  }
}
