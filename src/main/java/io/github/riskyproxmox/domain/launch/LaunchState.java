package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.VmRef;
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
 * @param operations the stops, and the start as the last one if there is one
 * @param host the node that is shut down at the end; empty unless one is
 * @param resuming whether the agent was restarted and has not read the target since
 * @param end how it ended; empty while it is under way
 */
public record LaunchState(
    String id,
    Optional<StopAction> action,
    String client,
    Instant acceptedAt,
    List<OperationProgress> operations,
    Optional<HostShutdown> host,
    boolean resuming,
    Optional<LaunchEnd> end) {
  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is nothing to do, or anything after the start
   */
  public LaunchState {
    operations = List.copyOf(operations);
    boolean startsBefore =
        operations.stream().limit(Math.max(0, operations.size() - 1)).anyMatch(LaunchState::starts);
    boolean startsLast = !operations.isEmpty() && starts(operations.get(operations.size() - 1));
    if (startsBefore || (startsLast && host.isPresent())) {
      throw new IllegalArgumentException(
          "a launch is any number of stops, then one start or the shutdown of a node");
    }
    if (operations.isEmpty() && host.isEmpty()) {
      throw new IllegalArgumentException("a launch with nothing to do");
    }
  }

  private static boolean starts(OperationProgress progress) {
    return !progress.operation().stops();
  }

  /** The first state of an accepted plan. */
  public static LaunchState of(LaunchPlan plan) {
    List<OperationProgress> operations = new ArrayList<>(plan.initialStops());
    plan.start()
        .ifPresent(start -> operations.add(OperationProgress.todo(start, plan.acceptedAt())));
    return new LaunchState(
        plan.id(),
        plan.action(),
        plan.client(),
        plan.acceptedAt(),
        operations,
        plan.host().map(node -> HostShutdown.todo(node, plan.acceptedAt())),
        false,
        Optional.empty());
  }

  /** What it leads to. */
  public LaunchGoal goal() {
    if (host.isPresent()) {
      return LaunchGoal.HOST_SHUTDOWN;
    }
    if (start().isEmpty()) {
      return LaunchGoal.STOP;
    }
    VmRef target = start().get().operation().vm();
    return stops().stream().anyMatch(stop -> stop.operation().vm().equals(target))
        ? LaunchGoal.RESTART
        : LaunchGoal.LAUNCH;
  }

  /** The VM to start, else the one to stop; empty where a node is shut down. */
  public Optional<VmOperation> target() {
    return host.isPresent()
        ? Optional.empty()
        : Optional.of(operations.get(operations.size() - 1).operation());
  }

  /** What it is about: the target's name, or the node's. */
  public String subject() {
    return target()
        .map(VmOperation::name)
        .or(() -> host.map(last -> last.node().value()))
        .orElseThrow();
  }

  /** The last operation, where it starts or resumes the target; empty where nothing is started. */
  public Optional<OperationProgress> start() {
    return operations.stream().skip(stops().size()).findFirst();
  }

  /** All operations that stop a VM. */
  public List<OperationProgress> stops() {
    int last = operations.size() - 1;
    boolean starts = last >= 0 && starts(operations.get(last));
    return starts ? operations.subList(0, last) : operations;
  }

  /** Whether all VMs that are to stop have stopped. */
  public boolean cleared() {
    return stops().stream().allMatch(progress -> progress.stage() == Stage.DONE);
  }

  /** How far it is. */
  public LaunchPhase phase() {
    if (end.isPresent()) {
      return end.get().phase();
    }
    if (cleared()) {
      return start().isPresent() ? LaunchPhase.STARTING : LaunchPhase.STOPPING;
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
        host.map(HostShutdown::durable),
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
        && host.map(HostShutdown::durable).equals(other.host.map(HostShutdown::durable))
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
    start().ifPresent(changed::add);
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
    return new LaunchState(id, action, client, acceptedAt, operations, host, now, end);
  }

  /** The same with that shutdown of the node. */
  LaunchState withHost(HostShutdown changed) {
    return new LaunchState(
        id, action, client, acceptedAt, operations, Optional.of(changed), resuming, end);
  }

  LaunchState ended(LaunchEnd how) {
    return new LaunchState(
        id, action, client, acceptedAt, operations, host, false, Optional.of(how));
  }

  private LaunchState withOperations(List<OperationProgress> changed) {
    return new LaunchState(id, action, client, acceptedAt, changed, host, resuming, end);
  }
}
