package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.stop.StopAction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A launch at one moment: all that must survive a crash, and nothing that can be derived.
 *
 * @param id unique per launch
 * @param action the stop action asked for, if one was
 * @param client who asked
 * @param acceptedAt when it was accepted
 * @param operations the stops, then, last, the start
 * @param resuming whether the agent was restarted and has not yet seen the target again
 * @param end how it ended; empty while it is under way
 */
public record LaunchState(
    String id,
    Optional<StopAction> action,
    String client,
    Instant acceptedAt,
    List<OperationProgress> operations,
    boolean resuming,
    Optional<LaunchEnd> end) {
  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if it does not end, and only end, with the start
   */
  public LaunchState {
    operations = List.copyOf(operations);
    boolean last = !operations.isEmpty() && !operations.get(operations.size() - 1).order().stops();
    if (!last || operations.stream().filter(operation -> !operation.order().stops()).count() != 1) {
      throw new IllegalArgumentException("a launch is some stops, then one start");
    }
  }

  /** The first state of an accepted plan. */
  public static LaunchState of(LaunchPlan plan) {
    List<OperationProgress> operations = new ArrayList<>(plan.stopsBegun());
    operations.add(OperationProgress.todo(plan.start(), plan.acceptedAt()));
    return new LaunchState(
        plan.id(),
        plan.action(),
        plan.client(),
        plan.acceptedAt(),
        operations,
        false,
        Optional.empty());
  }

  /** The last errand: bringing the target to life. */
  public OperationProgress start() {
    return operations.get(operations.size() - 1);
  }

  /** All errands but the last. */
  public List<OperationProgress> stops() {
    return operations.subList(0, operations.size() - 1);
  }

  /** Whether everything in the way is gone. */
  public boolean cleared() {
    return stops().stream().allMatch(operation -> operation.stage() == Stage.DONE);
  }

  /** How far it is. */
  public LaunchPhase phase() {
    if (end.isPresent()) {
      return end.get().phase();
    }
    if (cleared()) {
      return LaunchPhase.STARTING;
    }
    boolean unsent =
        stops().stream().anyMatch(e -> e.stage() == Stage.TODO || e.stage() == Stage.SENDING);
    return unsent ? LaunchPhase.STOPPING : LaunchPhase.WAITING;
  }

  /** What must be written down: the state without what merely paces it. */
  public LaunchState durable() {
    return new LaunchState(
        id,
        action,
        client,
        acceptedAt,
        operations.stream()
            .map(operation -> operation.answered().at(operation.stage(), Instant.EPOCH))
            .toList(),
        resuming,
        end);
  }

  /**
   * Whether the other one says the same of everything that was decided and sent. What differs then
   * was merely read, and can be read again after a crash.
   */
  public boolean decidedLike(LaunchState other) {
    return id.equals(other.id)
        && end.equals(other.end)
        && resuming == other.resuming
        && decisions().equals(other.decisions());
  }

  private List<Decision> decisions() {
    return operations.stream().map(Decision::of).toList();
  }

  /** What must not be forgotten of an errand, lest it be sent twice. */
  private record Decision(
      VmOperation order,
      Stage stage,
      boolean overrule,
      Optional<Upid> task,
      List<Upid> pastTasks,
      Optional<Instant> sentAt,
      Optional<Instant> retryUntil) {
    static Decision of(OperationProgress operation) {
      Stage kept =
          switch (operation.stage()) {
            case AWAITING, CONFIRMING, DONE -> Stage.AWAITING;
            case TODO, SURVEYING -> Stage.TODO;
            case SENDING, LOOKING, ABORTING, CHECKING, OVERDUE, FAILED, LEFT, SKIPPED ->
                operation.stage();
          };
      return new Decision(
          operation.order(),
          kept,
          operation.overrule(),
          operation.task(),
          operation.pastTasks(),
          operation.sentAt(),
          operation.retryUntil());
    }
  }

  LaunchState with(int index, OperationProgress operation) {
    List<OperationProgress> changed = new ArrayList<>(operations);
    changed.set(index, operation);
    return withOperations(changed);
  }

  LaunchState mapping(UnaryOperator<OperationProgress> change) {
    return withOperations(operations.stream().map(change).toList());
  }

  LaunchState adding(List<VmOperation> more, Instant now) {
    List<OperationProgress> changed = new ArrayList<>(stops());
    more.forEach(order -> changed.add(OperationProgress.todo(order, now)));
    changed.add(start());
    return withOperations(changed);
  }

  /** Proxmox has said something of that errand; of the others that says nothing. */
  LaunchState answered(int index) {
    return with(index, operations.get(index).answered());
  }

  /** How many stops are open at PVE; they share the pace of asking. */
  long inFlight() {
    return stops().stream().filter(operation -> operation.stage().inFlight()).count();
  }

  LaunchState resuming(boolean now) {
    return new LaunchState(id, action, client, acceptedAt, operations, now, end);
  }

  LaunchState ended(LaunchEnd how) {
    return new LaunchState(id, action, client, acceptedAt, operations, false, Optional.of(how));
  }

  private LaunchState withOperations(List<OperationProgress> changed) {
    return new LaunchState(id, action, client, acceptedAt, changed, resuming, end);
  }
}
