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
 * @param retryPolicy until when the current stage waits for what it expects
 * @param endedAt when it was settled
 * @param words PVE's last words about it, or why it failed; may be empty
 * @param nextAt when it wants attention next
 * @param noAnswer that Proxmox gives no usable answer about it; empty while it does
 */
public record OperationProgress(
    VmOperation order,
    Stage stage,
    boolean overrule,
    Optional<Upid> task,
    List<Upid> pastTasks,
    Optional<Instant> startedAt,
    Optional<Instant> sentAt,
    Optional<Instant> deadline,
    Optional<Instant> retryUntil,
    Optional<Instant> retryPolicy,
    Optional<Instant> endedAt,
    String words,
    Instant nextAt,
    Optional<NoAnswer> noAnswer) {

  /** Copies the list. */
  public OperationProgress {
    pastTasks = List.copyOf(pastTasks);
  }

  /** An order not begun. */
  public static OperationProgress todo(VmOperation order, Instant now) {
    return new OperationProgress(
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
    if (stage != Stage.DONE || words.equals(LaunchMessages.ELSEWHERE)) {
      return Optional.empty();
    }
    if (!order.stops()) {
      return Optional.of(PowerState.RUNNING);
    }
    boolean saved = order.hibernates() && !words.equals(LaunchMessages.OFF);
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
    return !order.stops() && RetryPolicy.mayComeUp(words) && stage.inFlight();
  }

  /** Whether another task holds the VM's lock, as far as Proxmox has said. */
  boolean meetsLock() {
    return !stage.settled() && RetryPolicy.waitsForLock(words);
  }

  /**
   * When the current wait gives up: the grace on top of what was promised is not counted. Empty
   * where nothing is waited for.
   */
  Optional<Instant> givesUpAt() {
    if (noAnswer.isPresent()) {
      return noAnswer.map(NoAnswer::until);
    }
    if (stage == Stage.OVERDUE) {
      return retryPolicy;
    }
    if (meetsLock() && retryUntil.isPresent()) {
      return retryUntil;
    }
    return stage.inFlight() ? deadline.map(end -> end.minus(RetryPolicy.GRACE)) : Optional.empty();
  }

  /** The same at another stage, to be looked at then; a stage's patience ends with it. */
  OperationProgress at(Stage newStage, Instant newNextAt) {
    Change change = new Change(this);
    change.stage = newStage;
    change.nextAt = newNextAt;
    if (newStage != stage) {
      change.retryPolicy = Optional.empty();
    }
    return change.done();
  }

  /** About to be sent (again): the last task, if any, belongs to the past. */
  OperationProgress sending(Instant now, Instant newNextAt) {
    Change change = new Change(at(Stage.SENDING, newNextAt));
    task.ifPresent(change.pastTasks::add);
    change.task = Optional.empty();
    change.deadline = Optional.empty();
    change.startedAt = Optional.of(startedAt.orElse(now));
    change.sentAt = Optional.of(now);
    return change.done();
  }

  /** Sent: PVE's task is running. */
  OperationProgress awaiting(Upid upid, Instant newDeadline, Instant newNextAt) {
    Change change = new Change(at(Stage.AWAITING, newNextAt));
    change.task = Optional.of(upid);
    change.deadline = Optional.of(newDeadline);
    return change.done();
  }

  /** Settled. */
  OperationProgress settled(Stage newStage, Instant now) {
    Change change = new Change(at(newStage, now));
    change.endedAt = Optional.of(now);
    return change.done();
  }

  /** The same with another order, overruling or not. */
  OperationProgress instead(VmOperation newOrder, boolean newOverrule) {
    Change change = new Change(this);
    change.order = newOrder;
    change.overrule = newOverrule;
    change.retryUntil = Optional.empty();
    change.deadline = Optional.empty();
    return change.done();
  }

  /** The same, overruling or not. */
  OperationProgress overruling(boolean newOverrule) {
    Change change = new Change(this);
    change.overrule = newOverrule;
    return change.done();
  }

  /** The same where a shutdown is already under way; other actions meet its lock, and say so. */
  OperationProgress meeting(OrphanedShutdown left, Instant now) {
    StopAction action = order.action().orElseThrow();
    if (action.equals(StopAction.SHUTDOWN)) {
      return sending(now, now)
          .awaiting(left.task(), left.deadline(), now)
          .saying(LaunchMessages.ADOPTED);
    }
    return overruling(action.equals(StopAction.TERMINATE));
  }

  /** The same, brought to life that way. */
  OperationProgress by(VmOperation.Verb verb) {
    Change change = new Change(this);
    change.order = order.by(verb);
    return change.done();
  }

  /** The same with those words. */
  OperationProgress saying(String newWords) {
    Change change = new Change(this);
    change.words = PveWords.whole(newWords);
    return change.done();
  }

  /** The same, trying again until then. */
  OperationProgress retryingUntil(Instant until) {
    Change change = new Change(this);
    change.retryUntil = Optional.of(until);
    return change.done();
  }

  /** The same, without an answer since then, to be asked about again at that stage. */
  OperationProgress unanswered(Stage newStage, NoAnswer newNoAnswer, Instant at) {
    Change change = new Change(at(newStage, RetryPolicy.afterNoAnswer(newNoAnswer.since(), at)));
    change.noAnswer = Optional.of(newNoAnswer);
    return change.done();
  }

  /** The same, about which Proxmox has just said something. */
  OperationProgress answered() {
    Change change = new Change(this);
    change.noAnswer = Optional.empty();
    return change.done();
  }

  /** The silence if it goes on, or begins, with those words. */
  NoAnswer noAnswer(String newWords, Instant at) {
    return new NoAnswer(noAnswer.map(NoAnswer::since).orElse(at), newWords);
  }

  /** The same, this stage waiting until then. */
  OperationProgress patientUntil(Instant until) {
    Change change = new Change(this);
    change.retryPolicy = Optional.of(until);
    return change.done();
  }

  private static final class Change {
    private VmOperation order;
    private Stage stage;
    private boolean overrule;
    private Optional<Upid> task;
    private final List<Upid> pastTasks;
    private Optional<Instant> startedAt;
    private Optional<Instant> sentAt;
    private Optional<Instant> deadline;
    private Optional<Instant> retryUntil;
    private Optional<Instant> retryPolicy;
    private Optional<Instant> endedAt;
    private String words;
    private Instant nextAt;
    private Optional<NoAnswer> noAnswer;

    Change(OperationProgress from) {
      order = from.order;
      stage = from.stage;
      overrule = from.overrule;
      task = from.task;
      pastTasks = new ArrayList<>(from.pastTasks);
      startedAt = from.startedAt;
      sentAt = from.sentAt;
      deadline = from.deadline;
      retryUntil = from.retryUntil;
      retryPolicy = from.retryPolicy;
      endedAt = from.endedAt;
      words = from.words;
      nextAt = from.nextAt;
      noAnswer = from.noAnswer;
    }

    OperationProgress done() {
      return new OperationProgress(
          order,
          stage,
          overrule,
          task,
          pastTasks,
          startedAt,
          sentAt,
          deadline,
          retryUntil,
          retryPolicy,
          endedAt,
          words,
          nextAt,
          noAnswer);
    }
  }
}
