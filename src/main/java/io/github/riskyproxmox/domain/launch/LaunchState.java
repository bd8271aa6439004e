package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.stop.StopAction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A launch at one moment: all that must survive a crash, and nothing that can be derived from it.
 *
 * @param id unique per launch
 * @param action the stop action requested, if any
 * @param client who asked
 * @param acceptedAt when it was accepted
 * @param operations the stops, and the start as the last one
 * @param resuming whether the agent was restarted and has not read the target since
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
    boolean last =
        !operations.isEmpty() && !operations.get(operations.size() - 1).operation().stops();
    if (!last
        || operations.stream().filter(progress -> !progress.operation().stops()).count() != 1) {
      throw new IllegalArgumentException("a launch is any number of stops, then one start");
    }
  }

  /** The first state of an accepted plan. */
  public static LaunchState of(LaunchPlan plan) {
    List<OperationProgress> operations = new ArrayList<>(plan.initialStops());
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

  /** The last operation: it starts or resumes the target. */
  public OperationProgress start() {
    return operations.get(operations.size() - 1);
  }

  /** All operations but the last. */
  public List<OperationProgress> stops() {
    return operations.subList(0, operations.size() - 1);
  }

  /** Whether all conflicting VMs have stopped. */
  public boolean cleared() {
    return stops().stream().allMatch(progress -> progress.stage() == Stage.DONE);
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
        stops().stream()
            .anyMatch(stop -> stop.stage() == Stage.TODO || stop.stage() == Stage.SENDING);
    return unsent ? LaunchPhase.STOPPING : LaunchPhase.WAITING;
  }

  /** What the journal holds: the state without what only controls when Proxmox is asked next. */
  public LaunchState durable() {
    return new LaunchState(
        id,
        action,
        client,
        acceptedAt,
        operations.stream()
            .map(progress -> progress.answered().at(progress.stage(), Instant.EPOCH))
            .toList(),
        resuming,
        end);
  }

  /**
   * Whether the other state has decided and sent the same. Any difference then was only read, and
   * can be read again after a crash.
   */
  public boolean hasSameDecisions(LaunchState other) {
    return id.equals(other.id)
        && end.equals(other.end)
        && resuming == other.resuming
        && decisions().equals(other.decisions());
  }

  private List<Decision> decisions() {
    return operations.stream().map(Decision::of).toList();
  }

  /** What the journal must hold of an operation so that it is never sent twice. */
  private record Decision(
      VmOperation operation,
      Stage stage,
      boolean overrule,
      Optional<Upid> task,
      List<Upid> pastTasks,
      Optional<Instant> sentAt,
      Optional<Instant> retryUntil) {
    static Decision of(OperationProgress progress) {
      Stage decided =
          switch (progress.stage()) {
            case AWAITING, CONFIRMING, DONE -> Stage.AWAITING;
            case TODO, SURVEYING -> Stage.TODO;
            case SENDING, VERIFYING, ABORTING, CHECKING, OVERDUE, FAILED, LEFT, SKIPPED ->
                progress.stage();
          };
      return new Decision(
          progress.operation(),
          decided,
          progress.overrule(),
          progress.task(),
          progress.pastTasks(),
          progress.sentAt(),
          progress.retryUntil());
    }
  }

  LaunchState with(int index, OperationProgress progress) {
    List<OperationProgress> changed = new ArrayList<>(operations);
    changed.set(index, progress);
    return withOperations(changed);
  }

  LaunchState mapping(UnaryOperator<OperationProgress> change) {
    return withOperations(operations.stream().map(change).toList());
  }

  LaunchState adding(List<VmOperation> more, Instant now) {
    List<OperationProgress> changed = new ArrayList<>(stops());
    more.forEach(operation -> changed.add(OperationProgress.todo(operation, now)));
    changed.add(start());
    return withOperations(changed);
  }

  /** Proxmox has answered about that operation; that says nothing about the others. */
  LaunchState answered(int index) {
    return with(index, operations.get(index).answered());
  }

  /** How many stops are under way at PVE; they share the rate of requests. */
  long inFlight() {
    return stops().stream().filter(progress -> progress.stage().inFlight()).count();
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
