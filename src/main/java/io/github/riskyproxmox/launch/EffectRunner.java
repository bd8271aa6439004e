package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.Effect;
import io.github.riskyproxmox.domain.launch.LaunchEvent;
import io.github.riskyproxmox.domain.launch.LaunchState;
import io.github.riskyproxmox.domain.launch.OperationProgress;
import io.github.riskyproxmox.domain.launch.VmOperation;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.pve.PveProtocolError;
import io.github.riskyproxmox.domain.pve.PveRefused;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.pve.Task;
import io.github.riskyproxmox.domain.pve.TaskOutcome;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.vm.NodeName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Runs the effects of one launch. What comes of an effect is the next event. */
final class EffectRunner {
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

  private final Proxmox proxmox;
  private final VmOperations operations;
  private final LaunchClock launchClock;
  private final Predicate<Upid> knownBefore;
  private final LaunchTaskLogs taskLogs;
  private final GuestStatusProbe statusProbe;
  private final NodeSurvey survey;

  /**
   * For one launch.
   *
   * @param knownBefore whether a task belongs to an earlier launch
   */
  EffectRunner(
      Proxmox proxmox,
      VmOperations operations,
      ConflictFinder conflicts,
      LaunchClock launchClock,
      Predicate<Upid> knownBefore) {
    this.proxmox = proxmox;
    this.operations = operations;
    this.launchClock = launchClock;
    this.knownBefore = knownBefore;
    this.taskLogs = new LaunchTaskLogs(proxmox, launchClock);
    this.statusProbe = new GuestStatusProbe(proxmox, launchClock);
    this.survey = new NodeSurvey(proxmox, operations, conflicts, launchClock);
  }

  /** PVE's last line about the current task. */
  Optional<String> taskLogLine() {
    return taskLogs.lastLine();
  }

  /**
   * Runs an effect of that state.
   *
   * @throws InterruptedException if the agent is shutting down; the journal has all that matters
   */
  LaunchEvent run(Effect effect, LaunchState state) throws InterruptedException {
    return switch (effect) {
      case Effect.Send send -> send(state, send.index());
      case Effect.Abort abort -> abort(state, abort.index());
      case Effect.ShutDownHost host -> shutDown(host.node());
      case Effect.CheckSend check -> reading(check.index(), () -> checkSend(state, check.index()));
      case Effect.ReadTask read -> reading(read.index(), () -> readTask(state, read));
      case Effect.ReadStatus read -> reading(read.index(), () -> readStatus(state, read.index()));
      case Effect.Survey all -> reading(state.operations().size() - 1, () -> survey.of(state));
      case Effect.Pause pause -> {
        launchClock.pause(pause.longest());
        yield new LaunchEvent.Tick(launchClock.now());
      }
    };
  }

  private LaunchEvent send(LaunchState state, int index) {
    OperationProgress progress = state.operations().get(index);
    taskLogs.forget();
    try {
      Optional<Upid> task = operations.send(progress.operation(), progress.overrule());
      return new LaunchEvent.Sent(index, task, launchClock.now());
    } catch (PveException failure) {
      return notSent(progress, index, failure);
    }
  }

  private LaunchEvent notSent(OperationProgress progress, int index, PveException failure) {
    String message = String.valueOf(failure.getMessage());
    Instant now = launchClock.now();
    return switch (failure) {
      case PveUnavailable unavailable ->
          switch (unavailable.delivery()) {
            case NOT_DELIVERED -> new LaunchEvent.NotDelivered(index, message, now);
            case UNCERTAIN -> new LaunchEvent.AnswerLost(index, message, now);
          };
      case PveRefused refused ->
          progress.overrule() && refused.errors().containsKey("overrule-shutdown")
              ? new LaunchEvent.OverruleUnknown(index, now)
              : new LaunchEvent.Refused(index, words(refused), now);
      case PveProtocolError error -> new LaunchEvent.AnswerLost(index, message, now);
    };
  }

  /** PVE's own words about the VM; about the token a message that says what to do. */
  private static String words(PveRefused refused) {
    return switch (refused.reason()) {
      case HANDLER, PARAMETER -> refused.words();
      case TOKEN, PERMISSION, CERTIFICATE -> String.valueOf(refused.getMessage());
    };
  }

  private LaunchEvent shutDown(NodeName node) {
    try {
      proxmox.shutDownNode(node);
      return new LaunchEvent.HostAsked(launchClock.now());
    } catch (PveException failure) {
      String message = String.valueOf(failure.getMessage());
      Instant now = launchClock.now();
      return switch (failure) {
        case PveUnavailable unavailable ->
            switch (unavailable.delivery()) {
              case NOT_DELIVERED -> new LaunchEvent.HostNotAsked(message, now);
              case UNCERTAIN -> new LaunchEvent.HostAnswerLost(message, now);
            };
        case PveRefused refused -> new LaunchEvent.HostRefused(words(refused), now);
        case PveProtocolError error -> new LaunchEvent.HostAnswerLost(message, now);
      };
    }
  }

  private LaunchEvent abort(LaunchState state, int index) {
    try {
      ownShutdown(state.operations().get(index)).ifPresent(proxmox::abort);
    } catch (PveUnavailable unavailable) {
      return new LaunchEvent.Unanswered(
          index, String.valueOf(unavailable.getMessage()), launchClock.now());
    } catch (PveRefused | PveProtocolError ended) {
      return new LaunchEvent.Aborted(index, launchClock.now());
    }
    return new LaunchEvent.Aborted(index, launchClock.now());
  }

  /** Of this launch, or one that another launch has left under way. */
  private Optional<Upid> ownShutdown(OperationProgress progress) {
    Set<String> types = operations.shutdownTasks();
    return progress.pastTasks().stream()
        .filter(task -> types.contains(task.type()))
        .reduce((earlier, later) -> later)
        .or(
            () ->
                proxmox.tasks(progress.operation().vm()).stream()
                    .filter(task -> task.outcome() instanceof TaskOutcome.Running)
                    .map(Task::upid)
                    .filter(task -> types.contains(task.type()))
                    .findFirst());
  }

  private LaunchEvent checkSend(LaunchState state, int index) {
    OperationProgress progress = state.operations().get(index);
    VmOperation operation = progress.operation();
    Optional<Task> found =
        proxmox.tasks(operation.vm()).stream()
            .filter(task -> isOf(state, progress, task.upid()))
            .findFirst();
    Optional<VmStatus> status = proxmox.status(operation.vm());
    boolean reached = operations.reached(operation, status);
    return new LaunchEvent.SendChecked(index, found, status, reached, launchClock.now());
  }

  private boolean isOf(LaunchState state, OperationProgress progress, Upid upid) {
    // The clocks of node and agent may differ; a task of an earlier launch is known by its UPID.
    Instant earliest = progress.sentAt().orElse(state.acceptedAt()).minus(CLOCK_SKEW);
    return progress.operation().nextTaskTypes().contains(upid.type())
        && !progress.hadTask(upid)
        && !knownBefore.test(upid)
        && upid.startEpochSecond() >= earliest.getEpochSecond();
  }

  private LaunchEvent readTask(LaunchState state, Effect.ReadTask read) {
    OperationProgress progress = state.operations().get(read.index());
    TaskOutcome outcome = proxmox.task(read.task()).outcome();
    Optional<String> logged =
        switch (outcome) {
          case TaskOutcome.Running running -> taskLogs.read(read.task());
          case TaskOutcome.Failed failed -> taskLogs.complaint(progress.operation(), read.task());
          case TaskOutcome.Succeeded succeeded -> Optional.empty();
          case TaskOutcome.Vanished vanished -> Optional.empty();
        };
    Optional<VmStatus> status =
        outcome instanceof TaskOutcome.Running && logged.isEmpty()
            ? statusProbe.at(progress)
            : Optional.empty();
    return new LaunchEvent.TaskSeen(
        read.index(), read.task(), outcome, logged, status, launchClock.now());
  }

  private LaunchEvent readStatus(LaunchState state, int index) {
    OperationProgress progress = state.operations().get(index);
    Optional<VmStatus> status = proxmox.status(progress.operation().vm());
    boolean reached = operations.reached(progress.operation(), status);
    boolean back = !reached && statusProbe.isBack(progress, status);
    return new LaunchEvent.StatusSeen(index, status, reached, back, launchClock.now());
  }

  private LaunchEvent reading(int index, Supplier<LaunchEvent> read) {
    try {
      return read.get();
    } catch (PveException failure) {
      String message = String.valueOf(failure.getMessage());
      Instant now = launchClock.now();
      return switch (failure) {
        case PveUnavailable unavailable -> new LaunchEvent.Unanswered(index, message, now);
        case PveRefused refused -> new LaunchEvent.ReadRefused(index, message, now);
        case PveProtocolError error -> new LaunchEvent.ReadRefused(index, message, now);
      };
    }
  }
}
