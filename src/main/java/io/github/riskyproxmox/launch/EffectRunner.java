package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.ConflictPolicy;
import io.github.riskyproxmox.domain.launch.Effect;
import io.github.riskyproxmox.domain.launch.LaunchEvent;
import io.github.riskyproxmox.domain.launch.LaunchState;
import io.github.riskyproxmox.domain.launch.OperationProgress;
import io.github.riskyproxmox.domain.launch.VmOperation;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.PveProtocolError;
import io.github.riskyproxmox.domain.pve.PveRefused;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.pve.Task;
import io.github.riskyproxmox.domain.pve.TaskOutcome;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.stop.Availability;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.stop.StopSubject;
import io.github.riskyproxmox.domain.vm.Vm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Does what a launch wants done, and turns whatever comes of it into the next event. */
final class EffectRunner {
  /** Clocks differ; own tasks of earlier launches are told apart by their UPID. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

  private final Proxmox proxmox;
  private final VmOperations orders;
  private final ConflictPolicy inTheWay;
  private final LaunchClock launchClock;
  private final Predicate<Upid> knownBefore;
  private final LaunchTaskLogs log;
  private final GuestStatusProbe glances;

  /**
   * For one launch.
   *
   * @param knownBefore whether a task belongs to an earlier launch
   */
  EffectRunner(
      Proxmox proxmox,
      VmOperations orders,
      ConflictPolicy inTheWay,
      LaunchClock launchClock,
      Predicate<Upid> knownBefore) {
    this.proxmox = proxmox;
    this.orders = orders;
    this.inTheWay = inTheWay;
    this.launchClock = launchClock;
    this.knownBefore = knownBefore;
    this.log = new LaunchTaskLogs(proxmox, launchClock);
    this.glances = new GuestStatusProbe(proxmox, launchClock);
  }

  /** PVE's last line about the current task. */
  Optional<String> taskLogLine() {
    return log.lastLine();
  }

  /** Whoever does it for that state. */
  Effect.Performer of(LaunchState state) {
    return new Performer(state);
  }

  private final class Performer implements Effect.Performer {
    private final LaunchState state;

    Performer(LaunchState state) {
      this.state = state;
    }

    @Override
    public LaunchEvent send(int index) {
      OperationProgress operation = state.operations().get(index);
      log.forget();
      try {
        Upid upid = orders.send(operation.order(), operation.overrule());
        return new LaunchEvent.Sent(index, upid, launchClock.now());
      } catch (PveUnavailable noAnswer) {
        return noAnswer.delivery() == PveUnavailable.Delivery.NOT_DELIVERED
            ? new LaunchEvent.NotDelivered(index, noAnswer.getMessage(), launchClock.now())
            : new LaunchEvent.AnswerLost(index, noAnswer.getMessage(), launchClock.now());
      } catch (PveRefused no) {
        return operation.overrule() && no.errors().containsKey("overrule-shutdown")
            ? new LaunchEvent.OverruleUnknown(index, launchClock.now())
            : new LaunchEvent.Refused(index, words(no), launchClock.now());
      } catch (PveProtocolError gibberish) {
        return new LaunchEvent.AnswerLost(index, gibberish.getMessage(), launchClock.now());
      }
    }

    /** PVE's own words where it speaks of the VM; where it speaks of the token, what to do. */
    private static String words(PveRefused no) {
      return switch (no.reason()) {
        case HANDLER, PARAMETER -> no.words();
        case TOKEN, PERMISSION, CERTIFICATE -> String.valueOf(no.getMessage());
      };
    }

    @Override
    public LaunchEvent abort(int index) {
      try {
        ownShutdown(state.operations().get(index)).ifPresent(proxmox::abort);
      } catch (PveUnavailable noAnswer) {
        return new LaunchEvent.Unanswered(index, noAnswer.getMessage(), launchClock.now());
      } catch (PveRefused | PveProtocolError over) {
        return new LaunchEvent.Aborted(index, launchClock.now());
      }
      return new LaunchEvent.Aborted(index, launchClock.now());
    }

    /** Of this launch, or one left behind by another. */
    private Optional<Upid> ownShutdown(OperationProgress operation) {
      Set<String> types = orders.strategy(StopAction.SHUTDOWN).taskTypes();
      return operation.pastTasks().stream()
          .filter(task -> types.contains(task.type()))
          .reduce((earlier, later) -> later)
          .or(
              () ->
                  proxmox.tasks(operation.order().vm()).stream()
                      .filter(task -> task.outcome() instanceof TaskOutcome.Running)
                      .map(Task::upid)
                      .filter(task -> types.contains(task.type()))
                      .findFirst());
    }

    @Override
    public LaunchEvent look(int index) {
      OperationProgress operation = state.operations().get(index);
      return reading(
          index,
          () -> {
            Optional<Task> found =
                proxmox.tasks(operation.order().vm()).stream()
                    .filter(task -> isOf(operation, task.upid()))
                    .findFirst();
            Optional<VmStatus> status = proxmox.status(operation.order().vm());
            boolean reached = orders.reached(operation.order(), status);
            return new LaunchEvent.Looked(index, found, status, reached, launchClock.now());
          });
    }

    private boolean isOf(OperationProgress operation, Upid upid) {
      Instant earliest = operation.sentAt().orElse(state.acceptedAt()).minus(CLOCK_SKEW);
      return operation.order().taskTypes().contains(upid.type())
          && !operation.knows(upid)
          && !knownBefore.test(upid)
          && upid.startEpochSecond() >= earliest.getEpochSecond();
    }

    @Override
    public LaunchEvent readTask(int index, Upid task) {
      return reading(
          index,
          () -> {
            TaskOutcome outcome = proxmox.task(task).outcome();
            Optional<String> logged = Optional.empty();
            Optional<VmStatus> status = Optional.empty();
            if (outcome instanceof TaskOutcome.Running) {
              logged = log.read(task);
              status = logged.isEmpty() ? glances.at(state.operations().get(index)) : status;
            } else if (outcome instanceof TaskOutcome.Failed) {
              logged = log.complaint(state.operations().get(index).order(), task);
            }
            return new LaunchEvent.TaskSeen(
                index, task, outcome, logged, status, launchClock.now());
          });
    }

    @Override
    public LaunchEvent readStatus(int index) {
      VmOperation order = state.operations().get(index).order();
      return reading(
          index,
          () -> {
            Optional<VmStatus> status = proxmox.status(order.vm());
            boolean reached = orders.reached(order, status);
            return new LaunchEvent.StatusSeen(index, status, reached, launchClock.now());
          });
    }

    @Override
    public LaunchEvent survey() {
      VmOperation start = state.start().order();
      return reading(
          state.operations().size() - 1,
          () -> {
            List<Vm> guests =
                proxmox.guests(start.vm().node()).stream().map(Vm::inSentences).toList();
            Optional<Vm> target =
                guests.stream().filter(vm -> vm.id().equals(start.vm().id())).findFirst();
            if (target.isEmpty()) {
              return new LaunchEvent.Surveyed(
                  Optional.empty(), List.of(), List.of(), launchClock.now());
            }
            List<VmOperation> alsoToGo = new ArrayList<>();
            List<String> blockers = new ArrayList<>();
            for (Vm vm : inTheWay.of(target.get(), guests)) {
              latecomer(vm).ifPresentOrElse(alsoToGo::add, () -> blockers.add(vm.name()));
            }
            Vm read = target.get();
            VmStatus status =
                new VmStatus(
                    read.power(),
                    read.qmpStatus(),
                    read.lock(),
                    start.haManaged(),
                    Optional.empty(),
                    read.uptime());
            return new LaunchEvent.Surveyed(
                Optional.of(status), alsoToGo, blockers, launchClock.now());
          });
    }

    /** A VM that came up meanwhile goes too if it may be terminated without a question. */
    private Optional<VmOperation> latecomer(Vm vm) {
      boolean handled =
          state.stops().stream().anyMatch(operation -> operation.order().vm().equals(vm.ref()));
      if (handled || !VmOperations.isEasyKill(vm)) {
        return Optional.empty();
      }
      return orders
          .subject(vm)
          .filter(this::canBeTerminated)
          .map(subject -> orders.stop(subject, StopAction.TERMINATE, true));
    }

    private boolean canBeTerminated(StopSubject subject) {
      return orders.strategy(StopAction.TERMINATE).availability(subject)
          instanceof Availability.Available;
    }

    @Override
    public LaunchEvent pause(Duration longest) throws InterruptedException {
      launchClock.pause(longest);
      return new LaunchEvent.Tick(launchClock.now());
    }

    private LaunchEvent reading(int index, Supplier<LaunchEvent> read) {
      try {
        return read.get();
      } catch (PveUnavailable noAnswer) {
        return new LaunchEvent.Unanswered(index, noAnswer.getMessage(), launchClock.now());
      } catch (PveRefused no) {
        return new LaunchEvent.ReadingRefused(index, no.getMessage(), launchClock.now());
      } catch (PveProtocolError gibberish) {
        return new LaunchEvent.ReadingRefused(index, gibberish.getMessage(), launchClock.now());
      }
    }
  }
}
