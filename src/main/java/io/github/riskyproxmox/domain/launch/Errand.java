package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.pve.PveWords;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.PowerState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An order being carried out. All of it is journalled but {@code nextAt} and {@code silence}, which
 * only pace.
 *
 * @param order what is to be done
 * @param stage how far it is
 * @param overrule whether its stop overrules a shutdown under way
 * @param task PVE's task, once known
 * @param pastTasks tasks of earlier attempts, newest last
 * @param startedAt when it was first begun
 * @param sentAt when the current attempt was journalled to be sent
 * @param deadline when the current attempt gives up
 * @param retryUntil until when a refusal that passes by itself is tried again
 * @param patience until when the current stage waits for what it expects
 * @param endedAt when it was settled
 * @param words PVE's last words about it, or why it failed; may be empty
 * @param nextAt when it wants attention next
 * @param silence that Proxmox gives no usable answer about it; empty while it does
 */
public record Errand(
    Order order,
    Stage stage,
    boolean overrule,
    Optional<Upid> task,
    List<Upid> pastTasks,
    Optional<Instant> startedAt,
    Optional<Instant> sentAt,
    Optional<Instant> deadline,
    Optional<Instant> retryUntil,
    Optional<Instant> patience,
    Optional<Instant> endedAt,
    String words,
    Instant nextAt,
    Optional<Silence> silence) {

  /** Copies the list. */
  public Errand {
    pastTasks = List.copyOf(pastTasks);
  }

  /** An order not begun. */
  public static Errand todo(Order order, Instant now) {
    return new Errand(
        order,
        Stage.TODO,
        false,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "",
        now,
        Optional.empty());
  }

  /** Whether that is one of its attempts' tasks before the current one. */
  public boolean knows(Upid upid) {
    return pastTasks.contains(upid);
  }

  /** What its VM has become by it; empty until it is done, or where the VM has left the node. */
  public Optional<PowerState> reached() {
    if (stage != Stage.DONE || words.equals(Words.ELSEWHERE)) {
      return Optional.empty();
    }
    if (!order.stops()) {
      return Optional.of(PowerState.RUNNING);
    }
    boolean saved = order.hibernates() && !words.equals(Words.OFF);
    return Optional.of(saved ? PowerState.HIBERNATED : PowerState.STOPPED);
  }

  /** Whether its start is on its way, has perhaps arrived, or has been taken by Proxmox. */
  boolean isStarting() {
    return !order.stops()
        && switch (stage) {
          case SENDING, LOOKING, AWAITING, CONFIRMING -> true;
          case TODO, SURVEYING, ABORTING, CHECKING, OVERDUE, DONE, FAILED, LEFT, SKIPPED -> false;
        };
  }

  /** Whether Proxmox only stopped waiting for its start, and the VM may still come up. */
  boolean mayComeUp() {
    return !order.stops() && Patience.mayComeUp(words) && stage.inFlight();
  }

  /** Whether another task holds the VM's lock, as far as Proxmox has said. */
  boolean meetsLock() {
    return !stage.settled() && Patience.waitsForLock(words);
  }

  /**
   * When the current wait gives up: the grace on top of what was promised is not counted. Empty
   * where nothing is waited for.
   */
  Optional<Instant> givesUpAt() {
    if (silence.isPresent()) {
      return silence.map(Silence::until);
    }
    if (stage == Stage.OVERDUE) {
      return patience;
    }
    if (meetsLock() && retryUntil.isPresent()) {
      return retryUntil;
    }
    return stage.inFlight() ? deadline.map(end -> end.minus(Patience.GRACE)) : Optional.empty();
  }

  /** The same at another stage, to be looked at then; a stage's patience ends with it. */
  Errand at(Stage newStage, Instant newNextAt) {
    Change change = new Change(this);
    change.stage = newStage;
    change.nextAt = newNextAt;
    if (newStage != stage) {
      change.patience = Optional.empty();
    }
    return change.done();
  }

  /** About to be sent (again): the last task, if any, belongs to the past. */
  Errand sending(Instant now, Instant newNextAt) {
    Change change = new Change(at(Stage.SENDING, newNextAt));
    task.ifPresent(change.pastTasks::add);
    change.task = Optional.empty();
    change.deadline = Optional.empty();
    change.startedAt = Optional.of(startedAt.orElse(now));
    change.sentAt = Optional.of(now);
    return change.done();
  }

  /** Sent: PVE's task is running. */
  Errand awaiting(Upid upid, Instant newDeadline, Instant newNextAt) {
    Change change = new Change(at(Stage.AWAITING, newNextAt));
    change.task = Optional.of(upid);
    change.deadline = Optional.of(newDeadline);
    return change.done();
  }

  /** Settled. */
  Errand settled(Stage newStage, Instant now) {
    Change change = new Change(at(newStage, now));
    change.endedAt = Optional.of(now);
    return change.done();
  }

  /** The same with another order, overruling or not. */
  Errand instead(Order newOrder, boolean newOverrule) {
    Change change = new Change(this);
    change.order = newOrder;
    change.overrule = newOverrule;
    change.retryUntil = Optional.empty();
    change.deadline = Optional.empty();
    return change.done();
  }

  /** The same, overruling or not. */
  Errand overruling(boolean newOverrule) {
    Change change = new Change(this);
    change.overrule = newOverrule;
    return change.done();
  }

  /** The same where a shutdown is already under way; other actions meet its lock, and say so. */
  Errand meeting(LeftShutdown left, Instant now) {
    StopAction action = order.action().orElseThrow();
    if (action.equals(StopAction.SHUTDOWN)) {
      return sending(now, now).awaiting(left.task(), left.deadline(), now).saying(Words.ADOPTED);
    }
    return overruling(action.equals(StopAction.TERMINATE));
  }

  /** The same, brought to life that way. */
  Errand by(Order.Verb verb) {
    Change change = new Change(this);
    change.order = order.by(verb);
    return change.done();
  }

  /** The same with those words. */
  Errand saying(String newWords) {
    Change change = new Change(this);
    change.words = PveWords.whole(newWords);
    return change.done();
  }

  /** The same, trying again until then. */
  Errand retryingUntil(Instant until) {
    Change change = new Change(this);
    change.retryUntil = Optional.of(until);
    return change.done();
  }

  /** The same, without an answer since then, to be asked about again at that stage. */
  Errand unanswered(Stage newStage, Silence newSilence, Instant at) {
    Change change = new Change(at(newStage, Patience.afterSilence(newSilence.since(), at)));
    change.silence = Optional.of(newSilence);
    return change.done();
  }

  /** The same, about which Proxmox has just said something. */
  Errand answered() {
    Change change = new Change(this);
    change.silence = Optional.empty();
    return change.done();
  }

  /** The silence if it goes on, or begins, with those words. */
  Silence silence(String newWords, Instant at) {
    return new Silence(silence.map(Silence::since).orElse(at), newWords);
  }

  /** The same, this stage waiting until then. */
  Errand patientUntil(Instant until) {
    Change change = new Change(this);
    change.patience = Optional.of(until);
    return change.done();
  }

  private static final class Change {
    private Order order;
    private Stage stage;
    private boolean overrule;
    private Optional<Upid> task;
    private final List<Upid> pastTasks;
    private Optional<Instant> startedAt;
    private Optional<Instant> sentAt;
    private Optional<Instant> deadline;
    private Optional<Instant> retryUntil;
    private Optional<Instant> patience;
    private Optional<Instant> endedAt;
    private String words;
    private Instant nextAt;
    private Optional<Silence> silence;

    Change(Errand from) {
      order = from.order;
      stage = from.stage;
      overrule = from.overrule;
      task = from.task;
      pastTasks = new ArrayList<>(from.pastTasks);
      startedAt = from.startedAt;
      sentAt = from.sentAt;
      deadline = from.deadline;
      retryUntil = from.retryUntil;
      patience = from.patience;
      endedAt = from.endedAt;
      words = from.words;
      nextAt = from.nextAt;
      silence = from.silence;
    }

    Errand done() {
      return new Errand(
          order,
          stage,
          overrule,
          task,
          pastTasks,
          startedAt,
          sentAt,
          deadline,
          retryUntil,
          patience,
          endedAt,
          words,
          nextAt,
          silence);
    }
  }
}
