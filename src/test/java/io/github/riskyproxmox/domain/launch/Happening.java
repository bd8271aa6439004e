package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.pve.Task;
import io.github.riskyproxmox.domain.pve.TaskOutcome;
import io.github.riskyproxmox.domain.pve.Upid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One thing that can happen next: what becomes of the world, and what the agent hears of it.
 *
 * @param name for the schedule that a failure prints
 * @param world the world after it
 * @param event what the agent hears; empty for a crash
 * @param now when
 */
record Happening(String name, World world, Optional<LaunchEvent> event, Instant now) {
  private static final String LOCKED =
      "can't lock file '/var/lock/qemu-server/lock-101.conf' - got timeout";

  /** The state it leads to; a crash goes through what was journalled. */
  Moment after(LaunchSequence sequence, Moment before) {
    if (event.isPresent()) {
      return new Moment(sequence.next(before.state(), event.get()), world, now);
    }
    LaunchState journalled = before.state().durable();
    return new Moment(sequence.next(journalled, new LaunchEvent.Resumed(now)), world, now);
  }

  /** All that can happen. */
  static List<Happening> allAt(LaunchSequence sequence, Moment moment) {
    Maker maker = new Maker(moment);
    Effect effect = sequence.effect(moment.state(), moment.now()).orElseThrow();
    maker.answersTo(effect);
    maker.outsiders(sequence, effect);
    return maker.all;
  }

  /** Proxmox answers, and nothing ever gets on. */
  static Happening dullest(LaunchSequence sequence, Moment moment) {
    Maker maker = new Maker(moment);
    maker.answersTo(sequence.effect(moment.state(), moment.now()).orElseThrow());
    return maker.all.get(0);
  }

  private static final class Maker implements Effect.Performer {
    private final Moment moment;
    private final Instant at;
    private final List<Happening> all = new ArrayList<>();

    Maker(Moment moment) {
      this.moment = moment;
      this.at = moment.now();
    }

    void answersTo(Effect effect) {
      try {
        effect.perform(this);
      } catch (InterruptedException never) {
        throw new AssertionError(never);
      }
    }

    void outsiders(LaunchSequence sequence, Effect effect) {
      World world = moment.world();
      all.add(new Happening("crash", world, Optional.empty(), at));
      if (effect instanceof Effect.Send send) {
        Errand errand = moment.state().errands().get(send.errand());
        World arrived = arrived(errand, upid(errand));
        all.add(new Happening("crash after " + send, arrived, Optional.empty(), at));
      }
      if (sequence.canEscalate(moment.state())) {
        add(
            "escalate",
            world,
            new LaunchEvent.Escalate(Duration.ofSeconds(60), Set.of("qmstop"), at));
      }
      if (sequence.canCancel(moment.state())) {
        add("cancel", world, new LaunchEvent.Cancel(at));
      }
      if (world.fickle()) {
        sounds();
      }
    }

    /** One of them falls silent, or speaks again. */
    private void sounds() {
      World world = moment.world();
      if (world.silent().isPresent()) {
        add("speaks", world.silencing(Optional.empty()), new LaunchEvent.Tick(at));
        return;
      }
      for (Errand errand : moment.state().errands()) {
        if (!errand.stage().settled()) {
          int vmid = vmid(errand);
          add(vmid + " silent", world.silencing(Optional.of(vmid)), new LaunchEvent.Tick(at));
        }
      }
    }

    @Override
    public LaunchEvent send(int index) {
      Errand errand = moment.state().errands().get(index);
      World world = moment.world();
      Upid upid = upid(errand);
      World arrived = arrived(errand, upid);
      LaunchEvent sent = new LaunchEvent.Sent(index, upid, at);
      LaunchEvent lost = new LaunchEvent.AnswerLost(index, "reset", at);
      LaunchEvent not = new LaunchEvent.NotDelivered(index, "refused", at);
      if (world.isSilent(vmid(errand))) {
        add("not delivered " + index, world, not);
        add("sent, answer lost " + index, arrived, lost);
        return add("lost on the way " + index, world, lost);
      }
      add("sent " + index, arrived, sent);
      add("sent, answer lost " + index, arrived, lost);
      add("lost on the way " + index, world, lost);
      add("not delivered " + index, world, not);
      add("refused " + index, world, new LaunchEvent.Refused(index, "no", at));
      if (errand.overrule()) {
        add("overrule unknown " + index, world, new LaunchEvent.OverruleUnknown(index, at));
      }
      return sent;
    }

    @Override
    public LaunchEvent abort(int index) {
      Errand errand = moment.state().errands().get(index);
      if (moment.world().isSilent(vmid(errand))) {
        return unanswered(index);
      }
      LaunchEvent aborted = new LaunchEvent.Aborted(index, at);
      add("aborted " + index, moment.world().killed(vmid(errand)), aborted);
      unanswered(index);
      return aborted;
    }

    @Override
    public LaunchEvent look(int index) {
      Errand errand = moment.state().errands().get(index);
      World world = moment.world();
      if (world.isSilent(vmid(errand))) {
        return unanswered(index);
      }
      Optional<Task> found =
          world.tasksOf(vmid(errand)).stream()
              .filter(task -> errand.order().taskTypes().contains(task.upid().type()))
              .filter(task -> !errand.knows(task.upid()))
              .findFirst();
      LaunchEvent looked =
          new LaunchEvent.Looked(
              index,
              found,
              Optional.of(world.status(errand.order())),
              world.reached(errand.order()),
              at);
      add("looked " + index, world, looked);
      unanswered(index);
      return looked;
    }

    @Override
    public LaunchEvent readTask(int index, Upid task) {
      Errand errand = moment.state().errands().get(index);
      World world = moment.world();
      if (world.isSilent(vmid(errand))) {
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
      if (!errand.order().stops()) {
        ends.add(new TaskOutcome.Failed(World.TIMED_OUT));
      }
      for (TaskOutcome end : ends) {
        add(
            end + " " + index,
            world.ended(errand, task, end),
            new LaunchEvent.TaskSeen(index, task, end, Optional.empty(), at));
      }
      add(
          "vanished " + index,
          world.vanished(errand, task),
          new LaunchEvent.TaskSeen(index, task, new TaskOutcome.Vanished(), Optional.empty(), at));
      unanswered(index);
      return running;
    }

    @Override
    public LaunchEvent readStatus(int index) {
      Errand errand = moment.state().errands().get(index);
      World world = moment.world();
      if (world.isSilent(vmid(errand))) {
        return unanswered(index);
      }
      LaunchEvent seen = status(index, errand.order(), world);
      add("status " + index, world, seen);
      if (world.late() && !errand.order().stops()) {
        World after = world.cameUp();
        add("came up, status " + index, after, status(index, errand.order(), after));
      }
      unanswered(index);
      return seen;
    }

    private LaunchEvent status(int index, Order order, World world) {
      return new LaunchEvent.StatusSeen(
          index, Optional.of(world.status(order)), world.reached(order), at);
    }

    private LaunchEvent unanswered(int index) {
      return add(
          "unanswered " + index, moment.world(), new LaunchEvent.Unanswered(index, "silence", at));
    }

    @Override
    public LaunchEvent survey() {
      World world = moment.world();
      int last = moment.state().errands().size() - 1;
      int target = vmid(moment.state().start());
      if (world.isSilent(target)) {
        return unanswered(last);
      }
      List<String> blockers =
          world.up().stream().filter(id -> id != target).map(id -> "vm" + id).toList();
      LaunchEvent surveyed =
          new LaunchEvent.Surveyed(
              Optional.of(world.status(moment.state().start().order())), List.of(), blockers, at);
      add("surveyed", world, surveyed);
      add(
          "target gone",
          world,
          new LaunchEvent.Surveyed(Optional.empty(), List.of(), List.of(), at));
      unanswered(last);
      return surveyed;
    }

    @Override
    public LaunchEvent pause(Duration longest) {
      Instant then = at.plus(longest);
      LaunchEvent tick = new LaunchEvent.Tick(then);
      all.add(new Happening("pause", moment.world(), Optional.of(tick), then));
      return tick;
    }

    private LaunchEvent add(String name, World world, LaunchEvent event) {
      all.add(new Happening(name, world, Optional.of(event), event.at()));
      return event;
    }

    /** A stop that overrules kills the shutdown under way first. */
    private World arrived(Errand errand, Upid upid) {
      World world = moment.world();
      World before = errand.overrule() ? world.killed(vmid(errand)) : world;
      return before.arrived(errand, upid);
    }

    private Upid upid(Errand errand) {
      String type =
          errand.order().verb() == Order.Verb.RESET
              ? "qmreset"
              : errand.order().taskTypes().stream()
                  .filter(task -> !task.equals("hastop"))
                  .sorted()
                  .reduce((first, second) -> second)
                  .orElseThrow();
      return Orders.upid(moment.world().tasks().size() + 1, type, vmid(errand));
    }

    private static int vmid(Errand errand) {
      return errand.order().vm().id().value();
    }
  }
}
