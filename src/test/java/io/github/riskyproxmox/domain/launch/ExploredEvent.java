package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.pve.Task;
import io.github.riskyproxmox.domain.pve.TaskOutcome;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.stop.StopAction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One thing that can happen next: what becomes of the world, and what the agent hears of it.
 *
 * @param name for the schedule that a failure prints
 * @param world the world after it
 * @param event what the agent hears; empty for a crash
 * @param now when
 */
record ExploredEvent(String name, World world, Optional<LaunchEvent> event, Instant now) {
  private static final String LOCKED =
      "can't lock file '/var/lock/qemu-server/lock-101.conf' - got timeout";

  private static final String UNHEARD = "VM is paused - cannot shutdown";

  /** The state it leads to; a crash goes through what was journalled. */
  ExploredState after(LaunchSequence sequence, ExploredState before) {
    if (event.isPresent()) {
      return new ExploredState(sequence.next(before.state(), event.get()), world, now);
    }
    LaunchState journalled = before.state().durable();
    return new ExploredState(sequence.next(journalled, new LaunchEvent.Resumed(now)), world, now);
  }

  /** All that can happen. */
  static List<ExploredEvent> allAt(LaunchSequence sequence, ExploredState moment) {
    Maker maker = new Maker(moment);
    Effect effect = sequence.effect(moment.state(), moment.now()).orElseThrow();
    maker.answersTo(effect);
    maker.outsiders(sequence, effect);
    return maker.all;
  }

  /** Proxmox answers, and nothing ever gets on. */
  static ExploredEvent dullest(LaunchSequence sequence, ExploredState moment) {
    Maker maker = new Maker(moment);
    maker.answersTo(sequence.effect(moment.state(), moment.now()).orElseThrow());
    return maker.all.get(0);
  }

  private static final class Maker {
    private final ExploredState moment;
    private final Instant at;
    private final List<ExploredEvent> all = new ArrayList<>();

    Maker(ExploredState moment) {
      this.moment = moment;
      this.at = moment.now();
    }

    void answersTo(Effect effect) {
      switch (effect) {
        case Effect.Send send -> send(send.index());
        case Effect.Abort abort -> abort(abort.index());
        case Effect.ShutDownHost host -> shutDownHost();
        case Effect.CheckSend check -> checkSend(check.index());
        case Effect.ReadTask read -> readTask(read.index(), read.task());
        case Effect.ReadStatus read -> readStatus(read.index());
        case Effect.Survey survey -> survey();
        case Effect.Pause pause -> pause(pause.longest());
      }
    }

    void outsiders(LaunchSequence sequence, Effect effect) {
      World world = moment.world();
      all.add(new ExploredEvent("crash", world, Optional.empty(), at));
      if (effect instanceof Effect.ShutDownHost host) {
        all.add(new ExploredEvent("crash after " + host, world.hostAsked(), Optional.empty(), at));
      }
      if (effect instanceof Effect.Send send) {
        World arrived = arrived(moment.state().operations().get(send.index()));
        all.add(new ExploredEvent("crash after " + send, arrived, Optional.empty(), at));
      }
      if (sequence.canEscalate(moment.state())) {
        add(
            "escalate",
            world,
            new LaunchEvent.Escalate(Duration.ofSeconds(60), World.ESCALATED, at));
      }
      if (sequence.canCancel(moment.state())) {
        add("cancel", world, new LaunchEvent.Cancel(at));
      }
      if (world.fickle()) {
        sounds();
      }
      if (world.guests().dozy()) {
        world.up().stream()
            .filter(vmid -> !world.isAsleep(vmid))
            .forEach(
                vmid ->
                    add(
                        vmid + " falls asleep",
                        world.asleep(vmid, true).dozy(false),
                        new LaunchEvent.Tick(at)));
      }
    }

    /** The answers about one of them stop, or begin again. */
    private void sounds() {
      World world = moment.world();
      if (world.silent().isPresent()) {
        add("speaks", world.silencing(Optional.empty()), new LaunchEvent.Tick(at));
        return;
      }
      for (OperationProgress progress : moment.state().operations()) {
        if (!progress.stage().settled()) {
          int vmid = vmid(progress);
          add(vmid + " silent", world.silencing(Optional.of(vmid)), new LaunchEvent.Tick(at));
        }
      }
    }

    private LaunchEvent send(int index) {
      OperationProgress progress = moment.state().operations().get(index);
      World world = moment.world();
      World arrived = arrived(progress);
      Optional<Upid> task =
          progress.operation().hasNoTask() ? Optional.empty() : Optional.of(upid(progress));
      LaunchEvent sent = new LaunchEvent.Sent(index, task, at);
      LaunchEvent lost = new LaunchEvent.AnswerLost(index, "reset", at);
      LaunchEvent not = new LaunchEvent.NotDelivered(index, "refused", at);
      if (world.isSilent(vmid(progress))) {
        add("not delivered " + index, world, not);
        add("sent, answer lost " + index, arrived, lost);
        return add("lost on the way " + index, world, lost);
      }
      if (isUnheard(progress)) {
        add("lost " + index, world, lost);
        return add("refused " + index, world, new LaunchEvent.Refused(index, UNHEARD, at));
      }
      add("sent " + index, arrived, sent);
      add("sent, answer lost " + index, arrived, lost);
      add("lost on the way " + index, world, lost);
      add("not delivered " + index, world, not);
      add("refused " + index, world, new LaunchEvent.Refused(index, "no", at));
      if (progress.overrule()) {
        add("overrule unknown " + index, world, new LaunchEvent.OverruleUnknown(index, at));
      }
      return sent;
    }

    private LaunchEvent shutDownHost() {
      World world = moment.world();
      LaunchEvent not = new LaunchEvent.HostNotAsked("refused", at);
      add("host not asked", world, not);
      add("host asked", world.hostAsked(), new LaunchEvent.HostAsked(at));
      LaunchEvent lost = new LaunchEvent.HostAnswerLost("reset", at);
      add("host asked, answer lost", world.hostAsked(), lost);
      add("lost on the way to the host", world, lost);
      add("host refused", world, new LaunchEvent.HostRefused("no", at));
      return not;
    }

    private LaunchEvent abort(int index) {
      OperationProgress progress = moment.state().operations().get(index);
      if (moment.world().isSilent(vmid(progress))) {
        return unanswered(index);
      }
      LaunchEvent aborted = new LaunchEvent.Aborted(index, at);
      add("aborted " + index, moment.world().killed(vmid(progress)), aborted);
      unanswered(index);
      return aborted;
    }

    private LaunchEvent checkSend(int index) {
      OperationProgress progress = moment.state().operations().get(index);
      World world = moment.world();
      if (world.isSilent(vmid(progress))) {
        return unanswered(index);
      }
      Optional<Task> found =
          world.tasksOf(vmid(progress)).stream()
              .filter(task -> progress.operation().nextTaskTypes().contains(task.upid().type()))
              .filter(task -> !progress.hadTask(task.upid()))
              .findFirst();
      LaunchEvent checked =
          new LaunchEvent.SendChecked(
              index,
              found,
              Optional.of(world.status(progress.operation())),
              world.reached(progress.operation()),
              at);
      add("send checked " + index, world, checked);
      unanswered(index);
      return checked;
    }

    private LaunchEvent readTask(int index, Upid task) {
      OperationProgress progress = moment.state().operations().get(index);
      World world = moment.world();
      if (world.isSilent(vmid(progress))) {
        return unanswered(index);
      }
      Optional<TaskOutcome> known =
          Optional.ofNullable(world.tasks().get(task))
              .filter(outcome -> !(outcome instanceof TaskOutcome.Running));
      if (known.isPresent()) {
        return add(
            "ended " + index,
            world,
            new LaunchEvent.TaskSeen(index, task, known.get(), Optional.empty(), at));
      }
      LaunchEvent running =
          new LaunchEvent.TaskSeen(index, task, new TaskOutcome.Running(), Optional.empty(), at);
      add("runs " + index, world, running);
      List<TaskOutcome> ends =
          new ArrayList<>(
              List.of(
                  new TaskOutcome.Succeeded(0),
                  new TaskOutcome.Failed("broken"),
                  new TaskOutcome.Failed(LOCKED)));
      if (!progress.operation().stops()) {
        ends.add(new TaskOutcome.Failed(World.TIMED_OUT));
      }
      for (TaskOutcome end : ends) {
        add(
            end + " " + index,
            world.ended(progress, task, end),
            new LaunchEvent.TaskSeen(index, task, end, Optional.empty(), at));
      }
      add(
          "vanished " + index,
          world.vanished(progress, task),
          new LaunchEvent.TaskSeen(index, task, new TaskOutcome.Vanished(), Optional.empty(), at));
      unanswered(index);
      return running;
    }

    private LaunchEvent readStatus(int index) {
      OperationProgress progress = moment.state().operations().get(index);
      World world = moment.world();
      if (world.isSilent(vmid(progress))) {
        return unanswered(index);
      }
      LaunchEvent seen = status(index, progress.operation(), world);
      add("status " + index, world, seen);
      int vmid = vmid(progress);
      if (progress.operation().hasNoTask() && world.up().contains(vmid)) {
        if (world.wasAskedToSave(vmid)) {
          World off = world.savedItself(vmid);
          add("saved, status " + index, off, status(index, progress.operation(), off));
        }
        VmStatus back = world.status(progress.operation());
        add(
            "answering, status " + index,
            world,
            new LaunchEvent.StatusSeen(index, Optional.of(back), false, true, at));
      }
      if (world.late() && !progress.operation().stops()) {
        World after = world.cameUp();
        add("came up, status " + index, after, status(index, progress.operation(), after));
      }
      unanswered(index);
      return seen;
    }

    private LaunchEvent status(int index, VmOperation operation, World world) {
      return new LaunchEvent.StatusSeen(
          index, Optional.of(world.status(operation)), world.reached(operation), at);
    }

    private LaunchEvent unanswered(int index) {
      return add(
          "unanswered " + index,
          moment.world(),
          new LaunchEvent.Unanswered(index, "no answer", at));
    }

    private LaunchEvent survey() {
      World world = moment.world();
      int last = moment.state().operations().size() - 1;
      int target = vmid(moment.state().start().orElseThrow());
      if (world.isSilent(target)) {
        return unanswered(last);
      }
      List<String> blockers =
          world.up().stream().filter(id -> id != target).map(id -> "vm" + id).toList();
      LaunchEvent surveyed =
          new LaunchEvent.Surveyed(
              Optional.of(world.status(moment.state().start().orElseThrow().operation())),
              List.of(),
              blockers,
              at);
      add("surveyed", world, surveyed);
      add(
          "target gone",
          world,
          new LaunchEvent.Surveyed(Optional.empty(), List.of(), List.of(), at));
      unanswered(last);
      return surveyed;
    }

    private LaunchEvent pause(Duration longest) {
      Instant then = at.plus(longest);
      LaunchEvent tick = new LaunchEvent.Tick(then);
      all.add(new ExploredEvent("pause", moment.world(), Optional.of(tick), then));
      return tick;
    }

    private LaunchEvent add(String name, World world, LaunchEvent event) {
      all.add(new ExploredEvent(name, world, Optional.of(event), event.at()));
      return event;
    }

    /** Proxmox refuses to shut down a guest that is halted. */
    private boolean isUnheard(OperationProgress progress) {
      VmOperation operation = progress.operation();
      return operation.verb() == VmOperation.Verb.STOP
          && operation.stopsBy(StopAction.SHUTDOWN)
          && moment.world().isAsleep(vmid(progress));
    }

    /** A stop that overrules kills the shutdown under way first. */
    private World arrived(OperationProgress progress) {
      World world = moment.world();
      if (isUnheard(progress)) {
        return world;
      }
      if (progress.operation().hasNoTask()) {
        return world.askedToSave(vmid(progress));
      }
      Upid upid = upid(progress);
      World before = progress.overrule() ? world.killed(vmid(progress)) : world;
      return before.arrived(progress, upid);
    }

    private Upid upid(OperationProgress progress) {
      String type =
          progress.operation().isResumingFirst()
              ? VmOperation.RESUME_TASK
              : progress.operation().verb() == VmOperation.Verb.RESET
                  ? "qmreset"
                  : progress.operation().taskTypes().stream()
                      .filter(task -> !task.equals("hastop"))
                      .sorted()
                      .reduce((first, second) -> second)
                      .orElseThrow();
      return SampleOperations.upid(moment.world().tasks().size() + 1, type, vmid(progress));
    }

    private static int vmid(OperationProgress progress) {
      return progress.operation().vm().id().value();
    }
  }
}
