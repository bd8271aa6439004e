package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.PowerState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How far an operation is. The journal holds all of it except {@code nextAt} and {@code noAnswer},
 * which only control when Proxmox is asked next.
 *
 * @param operation what is to be done
 * @param stage how far it is
 * @param overrule whether its stop overrules a shutdown under way
 * @param task PVE's task, once known
 * @param pastTasks tasks of earlier attempts, newest last
 * @param startedAt when the first attempt began
 * @param sentAt when the journal noted that the current attempt is being sent
 * @param deadline when the current attempt gives up
 * @param retryUntil until when it is retried after a refusal that passes by itself
 * @param waitUntil until when the current stage waits for what it expects
 * @param endedAt when it was settled
 * @param detail PVE's last words about it, a remark on the guest, or why it failed
 * @param nextAt when it is due next
 * @param noAnswer that Proxmox gives no usable answer about it; empty while it does
 */
public record OperationProgress(
    VmOperation operation,
    Stage stage,
    boolean overrule,
    Optional<Upid> task,
    List<Upid> pastTasks,
    Optional<Instant> startedAt,
    Optional<Instant> sentAt,
    Optional<Instant> deadline,
    Optional<Instant> retryUntil,
    Optional<Instant> waitUntil,
    Optional<Instant> endedAt,
    Optional<Message> detail,
    Instant nextAt,
    Optional<NoAnswer> noAnswer) {

  /** Copies the list. */
  public OperationProgress {
    pastTasks = List.copyOf(pastTasks);
  }

  /** An operation that has not begun. */
  public static OperationProgress todo(VmOperation operation, Instant now) {
    return new OperationProgress(
        operation,
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
        Optional.empty(),
        now,
        Optional.empty());
  }

  /** Whether that is the task of one of its earlier attempts. */
  public boolean hadTask(Upid upid) {
    return pastTasks.contains(upid);
  }

  /**
   * Whether PVE has accepted its request, now or in an earlier attempt. The resume before a
   * shutdown is a request of its own.
   */
  boolean wasAccepted() {
    if (operation.hasNoTask()) {
      return deadline.isPresent();
    }
    boolean any = !operation.stops() || operation.isResumingFirst();
    return Stream.concat(task.stream(), pastTasks.stream())
        .anyMatch(upid -> any || !upid.type().equals(VmOperation.RESUME_TASK));
  }

  /** The power state that it led to; empty until it is done, or where the VM has left the node. */
  public Optional<PowerState> reached() {
    if (stage != Stage.DONE || has(MessageKey.ELSEWHERE)) {
      return Optional.empty();
    }
    if (!operation.stops()) {
      return Optional.of(PowerState.RUNNING);
    }
    boolean saved =
        operation.hibernates() && !has(MessageKey.NOT_SAVED) && !has(MessageKey.SAVED_BY_GUEST);
    return Optional.of(saved ? PowerState.HIBERNATED : PowerState.STOPPED);
  }

  /** Whether its start is being sent, may have arrived, or was accepted by Proxmox. */
  boolean isStarting() {
    return !operation.stops()
        && switch (stage) {
          case SENDING, VERIFYING, AWAITING, CONFIRMING -> true;
          case TODO, SURVEYING, ABORTING, CHECKING, OVERDUE, DONE, FAILED, LEFT, SKIPPED -> false;
        };
  }

  /** Whether Proxmox only stopped waiting for its start, and the VM may still come up. */
  boolean mayComeUp() {
    return !operation.stops() && RetryPolicy.mayComeUp(words()) && stage.inFlight();
  }

  /** Whether another task holds the VM's lock, by Proxmox's last words. */
  boolean meetsLock() {
    return !stage.settled() && RetryPolicy.waitsForLock(words());
  }

  /** Proxmox's own words in its detail; empty if there are none. */
  String words() {
    return detail.map(Message::words).orElse("");
  }

  /** Whether that is its detail. */
  boolean has(MessageKey key) {
    return detail.filter(message -> message.is(key)).isPresent();
  }

  /** Whether its detail is only a remark on the guest, and not Proxmox's words about the task. */
  boolean hasRemark() {
    return has(MessageKey.UNHEARD) || has(MessageKey.POWERED_OFF);
  }

  /**
   * When the current wait gives up, without the grace on top of the time that was given. Empty
   * where nothing is waited for.
   */
  Optional<Instant> givesUpAt() {
    if (noAnswer.isPresent()) {
      return noAnswer.map(NoAnswer::until);
    }
    if (stage == Stage.OVERDUE) {
      return waitUntil;
    }
    if (operation.hasNoTask() && stage == Stage.CONFIRMING) {
      return waitUntil.map(end -> end.minus(RetryPolicy.GRACE));
    }
    if (meetsLock() && retryUntil.isPresent()) {
      return retryUntil;
    }
    return stage.inFlight() ? deadline.map(end -> end.minus(RetryPolicy.GRACE)) : Optional.empty();
  }

  /** The same at that stage, due then; another stage has no {@code waitUntil} yet. */
  OperationProgress at(Stage newStage, Instant newNextAt) {
    Change change = new Change(this);
    change.stage = newStage;
    change.nextAt = newNextAt;
    if (newStage != stage) {
      change.waitUntil = Optional.empty();
    }
    return change.done();
  }

  /** About to be sent (again): its last task, if any, joins the past ones. */
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

  /** Sent, and no task tells when it is done: the VM's status is read until that deadline. */
  OperationProgress watching(Instant newDeadline, Instant newNextAt) {
    Change change = new Change(watchingUnsure(newDeadline, newNextAt));
    change.deadline = Optional.of(newDeadline);
    return change.done();
  }

  /** The same where it is not known whether it has arrived; it then has no deadline. */
  OperationProgress watchingUnsure(Instant until, Instant newNextAt) {
    return at(Stage.CONFIRMING, newNextAt).waitingUntil(until);
  }

  /** The next part of the same operation, about to be sent. */
  OperationProgress goingOn(VmOperation next, Instant now) {
    return replacedBy(next, overrule).sending(now, now).withDetail(Optional.empty());
  }

  /** Settled. */
  OperationProgress settled(Stage newStage, Instant now) {
    Change change = new Change(at(newStage, now));
    change.endedAt = Optional.of(now);
    return change.done();
  }

  /** The same with another operation, overruling or not. */
  OperationProgress replacedBy(VmOperation newOperation, boolean newOverrule) {
    Change change = new Change(this);
    change.operation = newOperation;
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

  /**
   * The same where a shutdown is already under way: a shutdown waits for it, terminate overrules
   * it, and another action meets its lock.
   */
  OperationProgress meeting(OrphanedShutdown orphan, Instant now) {
    if (operation.stopsBy(StopAction.SHUTDOWN) && !operation.isResumingFirst()) {
      return sending(now, now)
          .awaiting(orphan.task(), orphan.deadline(), now)
          .withDetail(Message.of(MessageKey.ADOPTED));
    }
    return overruling(operation.stopsBy(StopAction.TERMINATE));
  }

  /** The same with another verb. */
  OperationProgress withVerb(VmOperation.Verb verb) {
    Change change = new Change(this);
    change.operation = operation.withVerb(verb);
    return change.done();
  }

  /** The same with that detail. */
  OperationProgress withDetail(Message newDetail) {
    return withDetail(Optional.of(newDetail));
  }

  /** The same with that detail, or without one. */
  OperationProgress withDetail(Optional<Message> newDetail) {
    Change change = new Change(this);
    change.detail = newDetail;
    return change.done();
  }

  /** The same, retrying until then. */
  OperationProgress retryingUntil(Instant until) {
    Change change = new Change(this);
    change.retryUntil = Optional.of(until);
    return change.done();
  }

  /** The same, still without an answer, to be asked about again at that stage. */
  OperationProgress unanswered(Stage newStage, NoAnswer newNoAnswer, Instant at) {
    Change change = new Change(at(newStage, RetryPolicy.afterNoAnswer(newNoAnswer.since(), at)));
    change.noAnswer = Optional.of(newNoAnswer);
    return change.done();
  }

  /** The same after an answer of Proxmox. */
  OperationProgress answered() {
    Change change = new Change(this);
    change.noAnswer = Optional.empty();
    return change.done();
  }

  /** Its time without an answer, which continues or begins for that reason. */
  NoAnswer noAnswer(String newWords, Instant at) {
    return new NoAnswer(noAnswer.map(NoAnswer::since).orElse(at), newWords);
  }

  /** The same, this stage waiting until then. */
  OperationProgress waitingUntil(Instant until) {
    Change change = new Change(this);
    change.waitUntil = Optional.of(until);
    return change.done();
  }

  private static final class Change {
    private VmOperation operation;
    private Stage stage;
    private boolean overrule;
    private Optional<Upid> task;
    private final List<Upid> pastTasks;
    private Optional<Instant> startedAt;
    private Optional<Instant> sentAt;
    private Optional<Instant> deadline;
    private Optional<Instant> retryUntil;
    private Optional<Instant> waitUntil;
    private Optional<Instant> endedAt;
    private Optional<Message> detail;
    private Instant nextAt;
    private Optional<NoAnswer> noAnswer;

    Change(OperationProgress from) {
      operation = from.operation;
      stage = from.stage;
      overrule = from.overrule;
      task = from.task;
      pastTasks = new ArrayList<>(from.pastTasks);
      startedAt = from.startedAt;
      sentAt = from.sentAt;
      deadline = from.deadline;
      retryUntil = from.retryUntil;
      waitUntil = from.waitUntil;
      endedAt = from.endedAt;
      detail = from.detail;
      nextAt = from.nextAt;
      noAnswer = from.noAnswer;
    }

    OperationProgress done() {
      return new OperationProgress(
          operation,
          stage,
          overrule,
          task,
          pastTasks,
          startedAt,
          sentAt,
          deadline,
          retryUntil,
          waitUntil,
          endedAt,
          detail,
          nextAt,
          noAnswer);
    }
  }
}
