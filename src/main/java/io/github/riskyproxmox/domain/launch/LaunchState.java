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
 * @param errands the stops, then, last, the start
 * @param resuming whether the agent was restarted and has not yet seen the target again
 * @param end how it ended; empty while it is under way
 */
public record LaunchState(
    String id,
    Optional<StopAction> action,
    String client,
    Instant acceptedAt,
    List<Errand> errands,
    boolean resuming,
    Optional<LaunchEnd> end) {
  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if it does not end, and only end, with the start
   */
  public LaunchState {
    errands = List.copyOf(errands);
    boolean last = !errands.isEmpty() && !errands.get(errands.size() - 1).order().stops();
    if (!last || errands.stream().filter(errand -> !errand.order().stops()).count() != 1) {
      throw new IllegalArgumentException("a launch is some stops, then one start");
    }
  }

  /** The first state of an accepted plan. */
  public static LaunchState of(LaunchPlan plan) {
    List<Errand> errands = new ArrayList<>(plan.stopsBegun());
    errands.add(Errand.todo(plan.start(), plan.acceptedAt()));
    return new LaunchState(
        plan.id(),
        plan.action(),
        plan.client(),
        plan.acceptedAt(),
        errands,
        false,
        Optional.empty());
  }

  /** The last errand: bringing the target to life. */
  public Errand start() {
    return errands.get(errands.size() - 1);
  }

  /** All errands but the last. */
  public List<Errand> stops() {
    return errands.subList(0, errands.size() - 1);
  }

  /** Whether everything in the way is gone. */
  public boolean cleared() {
    return stops().stream().allMatch(errand -> errand.stage() == Stage.DONE);
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
        errands.stream()
            .map(errand -> errand.answered().at(errand.stage(), Instant.EPOCH))
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
    return errands.stream().map(Decision::of).toList();
  }

  /** What must not be forgotten of an errand, lest it be sent twice. */
  private record Decision(
      Order order,
      Stage stage,
      boolean overrule,
      Optional<Upid> task,
      List<Upid> pastTasks,
      Optional<Instant> sentAt,
      Optional<Instant> retryUntil) {
    static Decision of(Errand errand) {
      Stage kept =
          switch (errand.stage()) {
            case AWAITING, CONFIRMING, DONE -> Stage.AWAITING;
            case TODO, SURVEYING -> Stage.TODO;
            case SENDING, LOOKING, ABORTING, CHECKING, OVERDUE, FAILED, LEFT, SKIPPED ->
                errand.stage();
          };
      return new Decision(
          errand.order(),
          kept,
          errand.overrule(),
          errand.task(),
          errand.pastTasks(),
          errand.sentAt(),
          errand.retryUntil());
    }
  }

  LaunchState with(int index, Errand errand) {
    List<Errand> changed = new ArrayList<>(errands);
    changed.set(index, errand);
    return withErrands(changed);
  }

  LaunchState mapping(UnaryOperator<Errand> change) {
    return withErrands(errands.stream().map(change).toList());
  }

  LaunchState adding(List<Order> more, Instant now) {
    List<Errand> changed = new ArrayList<>(stops());
    more.forEach(order -> changed.add(Errand.todo(order, now)));
    changed.add(start());
    return withErrands(changed);
  }

  /** Proxmox has said something of that errand; of the others that says nothing. */
  LaunchState answered(int index) {
    return with(index, errands.get(index).answered());
  }

  /** How many stops are open at PVE; they share the pace of asking. */
  long inFlight() {
    return stops().stream().filter(errand -> errand.stage().inFlight()).count();
  }

  LaunchState resuming(boolean now) {
    return new LaunchState(id, action, client, acceptedAt, errands, now, end);
  }

  LaunchState ended(LaunchEnd how) {
    return new LaunchState(id, action, client, acceptedAt, errands, false, Optional.of(how));
  }

  private LaunchState withErrands(List<Errand> changed) {
    return new LaunchState(id, action, client, acceptedAt, changed, resuming, end);
  }
}
