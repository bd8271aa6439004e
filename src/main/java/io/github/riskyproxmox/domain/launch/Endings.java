package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.pve.PveWords;
import io.github.riskyproxmox.domain.pve.VmStatus;
import java.time.Instant;
import java.util.Optional;

/** How a launch ends. */
final class Endings {
  private Endings() {}

  /** That errand failed, and the launch with it; nothing is known of its VM. */
  static LaunchState failed(LaunchState state, int index, String words, Instant at) {
    return failed(state, index, Optional.empty(), words, at);
  }

  /** The same, with what was last read of its VM. */
  static LaunchState failed(
      LaunchState state, int index, Optional<VmStatus> read, String words, Instant at) {
    Errand failed = state.errands().get(index).settled(Stage.FAILED, at).saying(words);
    String message = Words.failure(state, failed.order(), read, words);
    return over(state.with(index, failed), LaunchPhase.FAILED, at, message);
  }

  /** Its task should have ended long ago, and has not. */
  static LaunchState endless(LaunchState state, int index, Instant at) {
    Order order = state.errands().get(index).order();
    String words = Words.endless(order);
    Errand failed = state.errands().get(index).settled(Stage.FAILED, at).saying(words);
    String message = order.stops() ? Words.failure(state, order, Optional.empty(), words) : words;
    return over(state.with(index, failed), LaunchPhase.FAILED, at, message);
  }

  /** Proxmox has given no usable answer about that errand for too long. */
  static LaunchState silent(LaunchState state, Errand errand, String words, Instant at) {
    return over(state, LaunchPhase.FAILED, at, Words.outage(state, errand.order(), words));
  }

  /** The agent was away, and going on would be a guess; so is what it was just about to send. */
  static LaunchState interrupted(LaunchState state, Instant at, String why) {
    LaunchState open =
        state.mapping(
            errand -> errand.stage() == Stage.SENDING ? errand.at(Stage.LOOKING, at) : errand);
    String target = state.start().order().name();
    String message =
        "The launch of %s was interrupted and not resumed: %s"
            .formatted(target, Words.stopped(PveWords.brief(why)));
    return over(
        open,
        LaunchPhase.INTERRUPTED,
        at,
        open.start().stage().inFlight() ? message + " " + Words.perhapsStarted(target) : message);
  }

  /**
   * It is over; what was sent is left alone, what was not is never sent. What is only about to be
   * sent has not arrived: what may have arrived is looked for before it is sent again.
   */
  static LaunchState over(LaunchState state, LaunchPhase phase, Instant at, String message) {
    return state
        .mapping(
            errand -> {
              if (errand.stage().settled()) {
                return errand;
              }
              // Earlier starts have all failed; earlier stops may have been overtaken.
              boolean before = errand.order().stops() && !errand.pastTasks().isEmpty();
              boolean sent = errand.stage().inFlight() || before;
              return errand.settled(sent ? Stage.LEFT : Stage.SKIPPED, at);
            })
        .ended(new LaunchEnd(phase, at, message));
  }
}
