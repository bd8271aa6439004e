package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.LaunchPreview;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchState;
import io.github.riskyproxmox.domain.launch.OrphanedShutdown;
import io.github.riskyproxmox.domain.launch.UsualDuration;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The known launches at one moment. It never changes, so its readers need no lock.
 *
 * @param written what the journal holds, or is to hold, newest first
 * @param reports the same for readers, the newest with its current state
 * @param complaint what is wrong with the journal
 * @param dirty whether the last write to the journal failed
 */
record HistorySnapshot(
    List<LaunchState> written,
    List<LaunchReport> reports,
    Optional<Message> complaint,
    boolean dirty) {
  static final HistorySnapshot NONE =
      new HistorySnapshot(List.of(), List.of(), Optional.empty(), false);

  /** The launches to be written when that one is the newest. */
  List<LaunchState> withNewest(LaunchState state) {
    return newest(state, written.stream().filter(other -> !other.id().equals(state.id())));
  }

  /** The same with that report as the newest. */
  HistorySnapshot reporting(LaunchReport report) {
    return new HistorySnapshot(
        written,
        newest(report, reports.stream().filter(other -> !other.id().equals(report.id()))),
        complaint,
        dirty);
  }

  /** The same after a successful write, which ends any complaint. */
  HistorySnapshot written(List<LaunchState> all) {
    return new HistorySnapshot(all, reports, Optional.empty(), false);
  }

  /** The same after a failed write, to be repeated as soon as possible. */
  HistorySnapshot notWritten(List<LaunchState> all, Message why) {
    return new HistorySnapshot(all, reports, Optional.of(why), true);
  }

  /** Whether the newest launch is over. */
  static boolean isOver(List<LaunchState> all) {
    return all.stream().findFirst().filter(state -> state.end().isPresent()).isPresent();
  }

  /** How long launches like that one, with that action, took. */
  Optional<Duration> usually(LaunchPreview preview, Optional<StopAction> action) {
    return UsualDuration.of(preview, action, written);
  }

  /** Whether a task belongs to another launch than that one. */
  Predicate<Upid> knownTasks(String id) {
    Set<Upid> tasks = new HashSet<>();
    for (LaunchState state : written) {
      if (!state.id().equals(id)) {
        state
            .operations()
            .forEach(
                progress -> {
                  progress.task().ifPresent(tasks::add);
                  tasks.addAll(progress.pastTasks());
                });
      }
    }
    return tasks::contains;
  }

  /** The shutdown of that VM that an ended launch has left and that may not have ended yet. */
  Optional<OrphanedShutdown> orphanedShutdown(VmRef vm, Instant now) {
    return written.stream()
        .filter(state -> state.end().isPresent())
        .flatMap(state -> state.stops().stream())
        .filter(stop -> stop.operation().vm().equals(vm))
        .flatMap(stop -> OrphanedShutdown.of(stop).stream())
        .filter(orphan -> orphan.deadline().isAfter(now))
        .findFirst();
  }

  private static <T> List<T> newest(T first, Stream<T> others) {
    return Stream.concat(Stream.of(first), others).limit(LaunchJournal.REMEMBERED).toList();
  }
}
