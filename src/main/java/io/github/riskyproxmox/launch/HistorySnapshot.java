package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.LaunchPreview;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchState;
import io.github.riskyproxmox.domain.launch.OrphanedShutdown;
import io.github.riskyproxmox.domain.launch.UsualDuration;
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
 * What the record knows at one moment. It never changes, so that whoever reads it waits for nobody.
 *
 * @param written what the disk has, or is to have, newest first
 * @param reports the same for readers, the newest as it is now
 * @param complaint what is wrong with the journal, for people
 * @param dirty whether the disk lacks what was to be written last
 */
record HistorySnapshot(
    List<LaunchState> written,
    List<LaunchReport> reports,
    Optional<String> complaint,
    boolean dirty) {
  static final HistorySnapshot NONE =
      new HistorySnapshot(List.of(), List.of(), Optional.empty(), false);

  /** Those to be written when that one is the newest. */
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

  /** The same with that on the disk; what was wrong with the journal is mended by that. */
  HistorySnapshot safe(List<LaunchState> all) {
    return new HistorySnapshot(all, reports, Optional.empty(), false);
  }

  /** The same with that to be written as soon as it can be. */
  HistorySnapshot unsafe(List<LaunchState> all, String words) {
    return new HistorySnapshot(all, reports, Optional.of(words), true);
  }

  /** Whether the newest one is over, so that the disk must not say otherwise. */
  static boolean isOver(List<LaunchState> all) {
    return all.stream().findFirst().filter(state -> state.end().isPresent()).isPresent();
  }

  /** How long launches like that one, stopping by that action, have taken. */
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
                operation -> {
                  operation.task().ifPresent(tasks::add);
                  tasks.addAll(operation.pastTasks());
                });
      }
    }
    return tasks::contains;
  }

  /** The shutdown of that VM that a launch has left behind and that may not have ended yet. */
  Optional<OrphanedShutdown> leftShutdown(VmRef vm, Instant now) {
    return written.stream()
        .filter(state -> state.end().isPresent())
        .flatMap(state -> state.stops().stream())
        .filter(operation -> operation.order().vm().equals(vm))
        .flatMap(operation -> OrphanedShutdown.of(operation).stream())
        .filter(left -> left.deadline().isAfter(now))
        .findFirst();
  }

  private static <T> List<T> newest(T first, Stream<T> others) {
    return Stream.concat(Stream.of(first), others).limit(LaunchJournal.REMEMBERED).toList();
  }
}
