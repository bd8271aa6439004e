package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.HostShutdown;
import io.github.riskyproxmox.domain.launch.LaunchEvent;
import io.github.riskyproxmox.domain.launch.LaunchGoal;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchRequest;
import io.github.riskyproxmox.domain.launch.LaunchSequence;
import io.github.riskyproxmox.domain.launch.LaunchState;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.stop.StopAction;
import java.time.Instant;
import java.util.Optional;
import java.util.logging.Logger;

/** Answers requests while a launch is under way: it is escalated, cancelled, or goes on. */
final class BusyReplies {
  private static final Logger LOG = Logger.getLogger(BusyReplies.class.getName());

  private final VmOperations operations;
  private final LaunchHistory history;
  private final LaunchSequence sequence;

  BusyReplies(VmOperations operations, LaunchHistory history, LaunchSequence sequence) {
    this.operations = operations;
    this.history = history;
    this.sequence = sequence;
  }

  /**
   * The reply to a request while another one holds the claim. Terminate for what is under way
   * escalates it.
   *
   * @param runner what runs the launch; empty while a request is being checked
   */
  LaunchReply to(LaunchRequest request, Optional<LaunchRunner> runner) {
    if (runner.isEmpty()) {
      return new LaunchReply.Busy(Message.of(MessageKey.BUSY_CHECKING));
    }
    LaunchState state = runner.get().state();
    if (state.end().isPresent()) {
      return new LaunchReply.Busy(message(MessageKey.BUSY_ENDING, state));
    }
    boolean terminate = request.wish().action().filter(StopAction.TERMINATE::equals).isPresent();
    if (isSame(request, state) && terminate && escalates(runner.get())) {
      return new LaunchReply.Escalated(
          history.current().orElseThrow(), message(MessageKey.ESCALATED, state));
    }
    return new LaunchReply.InProgress(message(MessageKey.IN_PROGRESS, state));
  }

  /** Whether that request is for what is under way. */
  private static boolean isSame(LaunchRequest request, LaunchState state) {
    boolean sameKind =
        switch (request) {
          case LaunchRequest.Start start -> state.start().isPresent();
          case LaunchRequest.Stop stop ->
              state.goal() == LaunchGoal.STOP || state.goal() == LaunchGoal.RESTART;
          case LaunchRequest.ShutDownHost host -> state.goal() == LaunchGoal.HOST_SHUTDOWN;
        };
    return sameKind
        && isSameNode(request, state)
        && request.vm().equals(state.target().map(target -> target.vm().id()));
  }

  /** A request that names no node is for the only one. */
  private static boolean isSameNode(LaunchRequest request, LaunchState state) {
    return !(request instanceof LaunchRequest.ShutDownHost asked)
        || asked.node().equals(state.host().map(HostShutdown::node))
        || asked.node().isEmpty();
  }

  private boolean escalates(LaunchRunner runner) {
    Instant now = runner.now();
    return runner.offer(
        new LaunchEvent.Escalate(operations.terminateAllowed(), operations.terminateTasks(), now));
  }

  /**
   * Cancels the launch, if there is one and it still can be.
   *
   * @param client who asks, for the log
   */
  LaunchReply cancel(Optional<LaunchRunner> running, String client) {
    Optional<LaunchRunner> runner = running.filter(one -> one.state().end().isEmpty());
    if (runner.isEmpty()) {
      return new LaunchReply.Cancelled(Message.of(MessageKey.NOTHING_TO_CANCEL));
    }
    LaunchState before = runner.get().state();
    boolean cancelled = runner.get().offer(new LaunchEvent.Cancel(runner.get().now()));
    LOG.info(
        () ->
            "%s cancels the %s of %s: %s"
                .formatted(
                    client, before.goal().id(), before.subject(), cancelled ? "yes" : "too late"));
    return cancelled
        ? new LaunchReply.Cancelled(sequence.cancelling(before))
        : new LaunchReply.InProgress(message(MessageKey.TOO_LATE_TO_CANCEL, before));
  }

  private static Message message(MessageKey key, LaunchState state) {
    return Message.of(key, state.goal().id(), state.subject());
  }
}
