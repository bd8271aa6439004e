package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.launch.LaunchEvent.TaskSeen;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.Names;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a launch under way is really waiting for. */
final class CurrentWait {
  private CurrentWait() {}

  /** An errand's words while its task runs: what its log and its VM's status say. */
  static String words(OperationProgress operation, TaskSeen seen) {
    String words = operation.words();
    if (seen.logged().isPresent()) {
      String line = seen.logged().get().strip();
      if (RetryPolicy.waitsForLock(line)) {
        return line;
      }
      words = RetryPolicy.waitsForLock(words) ? "" : words;
    }
    return RetryPolicy.waitsForLock(words)
        ? words
        : words(operation.saying(words), seen.status(), seen.at());
  }

  /** The same with the VM's status alone; only a shutdown is told of it. */
  static String words(OperationProgress operation, Optional<VmStatus> status, Instant at) {
    boolean asked = operation.order().action().filter(StopAction.SHUTDOWN::equals).isPresent();
    if (!asked || status.isEmpty()) {
      return operation.words();
    }
    if (status.get().poweredOff()) {
      return LaunchMessages.POWERED_OFF;
    }
    Instant started = at.minus(status.get().uptime());
    boolean early =
        operation
            .sentAt()
            .filter(sent -> sent.isBefore(started.plus(RetryPolicy.FIRMWARE)))
            .isPresent();
    if (early) {
      return LaunchMessages.UNHEARD;
    }
    return LaunchMessages.isNote(operation.words()) ? "" : operation.words();
  }

  /** What a step of that errand is told with. */
  static String detail(OperationProgress operation) {
    if (operation.noAnswer().isPresent()) {
      return operation.noAnswer().get().words();
    }
    return operation.meetsLock()
        ? "another Proxmox task holds its lock; tried again for up to %s (%s)"
            .formatted(LaunchMessages.clock(RetryPolicy.LOCK), operation.words())
        : operation.words();
  }

  /** One sentence or two about a launch that is not over. */
  static String message(LaunchState state) {
    String target = state.start().order().name();
    List<OperationProgress> open =
        state.operations().stream()
            .filter(operation -> operation.stage() != Stage.TODO && !operation.stage().settled())
            .toList();
    if (open.stream().anyMatch(operation -> operation.noAnswer().isPresent())) {
      return silent(open, target);
    }
    if (state.resuming()) {
      return "The agent was restarted; looking how far the launch of %s is.".formatted(target);
    }
    if (open.stream().anyMatch(OperationProgress::meetsLock)) {
      return locked(open.stream().filter(OperationProgress::meetsLock).toList(), target);
    }
    if (state.start().mayComeUp()) {
      return LaunchMessages.overdue(target);
    }
    List<OperationProgress> stops =
        state.stops().stream().filter(operation -> operation.stage() != Stage.DONE).toList();
    return stops.isEmpty() ? "Starting %s.".formatted(target) : stopping(stops, target);
  }

  private static String silent(List<OperationProgress> open, String target) {
    List<OperationProgress> silent =
        open.stream().filter(operation -> operation.noAnswer().isPresent()).toList();
    String whom = silent.size() == open.size() ? "" : " about " + names(silent);
    return "Proxmox gives no usable answer%s just now; the launch of %s goes on as soon as it does."
        .formatted(whom, target);
  }

  private static String locked(List<OperationProgress> locked, String target) {
    String names = names(locked);
    String limit = LaunchMessages.clock(RetryPolicy.LOCK);
    return locked.get(0).order().stops()
        ? ("Another Proxmox task, for example a shutdown that was asked for elsewhere, holds the"
                + " lock of %s. The agent tries again to stop %s for up to %s; then %s is started.")
            .formatted(names, names, limit, target)
        : "Another Proxmox task holds the lock of %s. The agent tries again to start it for up to %s."
            .formatted(target, limit);
  }

  private static String stopping(List<OperationProgress> stops, String target) {
    String wait =
        "Waiting until %s %s stopped, then starting %s."
            .formatted(names(stops), stops.size() == 1 ? "has" : "have", target);
    return stops.stream()
        .flatMap(operation -> LaunchMessages.note(operation).stream())
        .map(" "::concat)
        .collect(Collectors.joining("", wait, ""));
  }

  private static String names(List<OperationProgress> operations) {
    return Names.list(operations.stream().map(operation -> operation.order().name()).toList());
  }
}
