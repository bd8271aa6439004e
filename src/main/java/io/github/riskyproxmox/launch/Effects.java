package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.Effect;
import io.github.riskyproxmox.domain.launch.Errand;
import io.github.riskyproxmox.domain.launch.InTheWay;
import io.github.riskyproxmox.domain.launch.LaunchEvent;
import io.github.riskyproxmox.domain.launch.LaunchState;
import io.github.riskyproxmox.domain.launch.Order;
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
final class Effects {
  /** Clocks differ; own tasks of earlier launches are told apart by their UPID. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

  private final Proxmox proxmox;
  private final Orders orders;
  private final InTheWay inTheWay;
  private final Pacer pacer;
  private final Predicate<Upid> knownBefore;
  private final TaskLog log;
  private final Glances glances;

  /**
   * For one launch.
   *
   * @param knownBefore whether a task belongs to an earlier launch
   */
  Effects(
      Proxmox proxmox, Orders orders, InTheWay inTheWay, Pacer pacer, Predicate<Upid> knownBefore) {
    this.proxmox = proxmox;
    this.orders = orders;
    this.inTheWay = inTheWay;
    this.pacer = pacer;
    this.knownBefore = knownBefore;
    this.log = new TaskLog(proxmox, pacer);
    this.glances = new Glances(proxmox, pacer);
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
      Errand errand = state.errands().get(index);
      log.forget();
      try {
        Upid upid = orders.send(errand.order(), errand.overrule());
        return new LaunchEvent.Sent(index, upid, pacer.now());
      } catch (PveUnavailable silence) {
        return silence.delivery() == PveUnavailable.Delivery.NOT_DELIVERED
            ? new LaunchEvent.NotDelivered(index, silence.getMessage(), pacer.now())
            : new LaunchEvent.AnswerLost(index, silence.getMessage(), pacer.now());
      } catch (PveRefused no) {
        return errand.overrule() && no.errors().containsKey("overrule-shutdown")
            ? new LaunchEvent.OverruleUnknown(index, pacer.now())
            : new LaunchEvent.Refused(index, words(no), pacer.now());
      } catch (PveProtocolError gibberish) {
        return new LaunchEvent.AnswerLost(index, gibberish.getMessage(), pacer.now());
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
        ownShutdown(state.errands().get(index)).ifPresent(proxmox::abort);
      } catch (PveUnavailable silence) {
        return new LaunchEvent.Unanswered(index, silence.getMessage(), pacer.now());
      } catch (PveRefused | PveProtocolError over) {
        return new LaunchEvent.Aborted(index, pacer.now());
      }
      return new LaunchEvent.Aborted(index, pacer.now());
    }

    /** Of this launch, or one left behind by another. */
    private Optional<Upid> ownShutdown(Errand errand) {
      Set<String> types = orders.strategy(StopAction.SHUTDOWN).taskTypes();
      return errand.pastTasks().stream()
          .filter(task -> types.contains(task.type()))
          .reduce((earlier, later) -> later)
          .or(
              () ->
                  proxmox.tasks(errand.order().vm()).stream()
                      .filter(task -> task.outcome() instanceof TaskOutcome.Running)
                      .map(Task::upid)
                      .filter(task -> types.contains(task.type()))
                      .findFirst());
    }

    @Override
    public LaunchEvent look(int index) {
      Errand errand = state.errands().get(index);
      return reading(
          index,
          () -> {
            Optional<Task> found =
                proxmox.tasks(errand.order().vm()).stream()
                    .filter(task -> isOf(errand, task.upid()))
                    .findFirst();
            Optional<VmStatus> status = proxmox.status(errand.order().vm());
            boolean reached = orders.reached(errand.order(), status);
            return new LaunchEvent.Looked(index, found, status, reached, pacer.now());
          });
    }

    private boolean isOf(Errand errand, Upid upid) {
      Instant earliest = errand.sentAt().orElse(state.acceptedAt()).minus(CLOCK_SKEW);
      return errand.order().taskTypes().contains(upid.type())
          && !errand.knows(upid)
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
              status = logged.isEmpty() ? glances.at(state.errands().get(index)) : status;
            } else if (outcome instanceof TaskOutcome.Failed) {
              logged = log.complaint(state.errands().get(index).order(), task);
            }
            return new LaunchEvent.TaskSeen(index, task, outcome, logged, status, pacer.now());
          });
    }

    @Override
    public LaunchEvent readStatus(int index) {
      Order order = state.errands().get(index).order();
      return reading(
          index,
          () -> {
            Optional<VmStatus> status = proxmox.status(order.vm());
            boolean reached = orders.reached(order, status);
            return new LaunchEvent.StatusSeen(index, status, reached, pacer.now());
          });
    }

    @Override
    public LaunchEvent survey() {
      Order start = state.start().order();
      return reading(
          state.errands().size() - 1,
          () -> {
            List<Vm> guests =
                proxmox.guests(start.vm().node()).stream().map(Vm::inSentences).toList();
            Optional<Vm> target =
                guests.stream().filter(vm -> vm.id().equals(start.vm().id())).findFirst();
            if (target.isEmpty()) {
              return new LaunchEvent.Surveyed(Optional.empty(), List.of(), List.of(), pacer.now());
            }
            List<Order> alsoToGo = new ArrayList<>();
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
            return new LaunchEvent.Surveyed(Optional.of(status), alsoToGo, blockers, pacer.now());
          });
    }

    /** A VM that came up meanwhile goes too if it may be terminated without a question. */
    private Optional<Order> latecomer(Vm vm) {
      boolean handled =
          state.stops().stream().anyMatch(errand -> errand.order().vm().equals(vm.ref()));
      if (handled || !Orders.isEasyKill(vm)) {
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
      pacer.pause(longest);
      return new LaunchEvent.Tick(pacer.now());
    }

    private LaunchEvent reading(int index, Supplier<LaunchEvent> read) {
      try {
        return read.get();
      } catch (PveUnavailable silence) {
        return new LaunchEvent.Unanswered(index, silence.getMessage(), pacer.now());
      } catch (PveRefused no) {
        return new LaunchEvent.ReadingRefused(index, no.getMessage(), pacer.now());
      } catch (PveProtocolError gibberish) {
        return new LaunchEvent.ReadingRefused(index, gibberish.getMessage(), pacer.now());
      }
    }
  }
}
