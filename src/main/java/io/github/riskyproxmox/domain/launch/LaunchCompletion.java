package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.pve.PveWords;
import io.github.riskyproxmox.domain.pve.VmStatus;
import java.time.Instant;
import java.util.Optional;

/** How a launch ends. */
final class LaunchCompletion {
  private LaunchCompletion() {}

  /** That errand failed, and the launch with it; nothing is known of its VM. */
  static LaunchState failed(LaunchState state, int index, String words, Instant at) {
    return failed(state, index, Optional.empty(), words, at);
  }

  /** The same, with what was last read of its VM. */
  static LaunchState failed(
      LaunchState state, int index, Optional<VmStatus> read, String words, Instant at) {
    OperationProgress failed =
        state.operations().get(index).settled(Stage.FAILED, at).saying(words);
    String message = LaunchMessages.failure(state, failed.order(), read, words);
    return over(state.with(index, failed), LaunchPhase.FAILED, at, message);
  }

  /** Its task should have ended long ago, and has not. */
  static LaunchState endless(LaunchState state, int index, Instant at) {
    VmOperation order = state.operations().get(index).order();
    String words = LaunchMessages.endless(order);
    OperationProgress failed =
        state.operations().get(index).settled(Stage.FAILED, at).saying(words);
    String message =
        order.stops() ? LaunchMessages.failure(state, order, Optional.empty(), words) : words;
    return over(state.with(index, failed), LaunchPhase.FAILED, at, message);
  }

  /** Proxmox has given no usable answer about that errand for too long. */
  static LaunchState silent(
      LaunchState state, OperationProgress operation, String words, Instant at) {
    return over(
        state, LaunchPhase.FAILED, at, LaunchMessages.outage(state, operation.order(), words));
  }

  /** The agent was away, and going on would be a guess; so is what it was just about to send. */
  static LaunchState interrupted(LaunchState state, Instant at, String why) {
    LaunchState open =
        state.mapping(
            operation ->
                operation.stage() == Stage.SENDING ? operation.at(Stage.LOOKING, at) : operation);
    String target = state.start().order().name();
    String message =
        "The launch of %s was interrupted and not resumed: %s"
            .formatted(target, LaunchMessages.stopped(PveWords.brief(why)));
    return over(
        open,
        LaunchPhase.INTERRUPTED,
        at,
        open.start().stage().inFlight()
            ? message + " " + LaunchMessages.perhapsStarted(target)
            : message);
  }

  /**
   * It is over; what was sent is left alone, what was not is never sent. What is only about to be
   * sent has not arrived: what may have arrived is looked for before it is sent again.
   */
  static LaunchState over(LaunchState state, LaunchPhase phase, Instant at, String message) {
    return state
        .mapping(
            operation -> {
              if (operation.stage().settled()) {
                return operation;
              }
              // Earlier starts have all failed; earlier stops may have been overtaken.
              boolean before = operation.order().stops() && !operation.pastTasks().isEmpty();
              boolean sent = operation.stage().inFlight() || before;
              return operation.settled(sent ? Stage.LEFT : Stage.SKIPPED, at);
            })
        .ended(new LaunchEnd(phase, at, message));
  }
}
