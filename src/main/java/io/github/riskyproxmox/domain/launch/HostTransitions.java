package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import java.time.Instant;

/** Transitions of the shutdown of a node. */
final class HostTransitions {
  private HostTransitions() {}

  static LaunchState asked(LaunchState state, Instant at) {
    return over(state, LaunchPhase.SUCCEEDED, at, MessageKey.HOST_ASKED);
  }

  /** It is not sent again: a node that is back up by then would be switched off once more. */
  static LaunchState answerLost(LaunchState state, LaunchEvent.HostAnswerLost lost) {
    return LaunchCompletion.over(
        state,
        LaunchPhase.INTERRUPTED,
        lost.at(),
        Message.of(MessageKey.HOST_ANSWER_LOST, state.subject(), Message.ofWords(lost.words())));
  }

  /** The agent was restarted while it asked. */
  static LaunchState perhapsAsked(LaunchState state, Instant at) {
    return over(state, LaunchPhase.INTERRUPTED, at, MessageKey.HOST_PERHAPS_ASKED);
  }

  /** Sent again for as long as the agent waits for an answer. */
  static LaunchState notAsked(LaunchState state, LaunchEvent.HostNotAsked not) {
    HostShutdown host = state.host().orElseThrow();
    Instant until = host.retryUntil().orElse(not.at().plus(RetryPolicy.OUTAGE));
    return not.at().isBefore(until)
        ? state.withHost(host.again(until, not.at().plus(RetryPolicy.AGAIN)))
        : failed(state, not.words(), not.at());
  }

  static LaunchState refused(LaunchState state, LaunchEvent.HostRefused refused) {
    return failed(state, refused.words(), refused.at());
  }

  /** Nothing is asked of the node any more, and nothing was. */
  static LaunchState unsent(LaunchState state) {
    return state.host().map(host -> state.withHost(host.unsent())).orElse(state);
  }

  private static LaunchState failed(LaunchState state, String words, Instant at) {
    return LaunchCompletion.over(
        unsent(state),
        LaunchPhase.FAILED,
        at,
        Message.of(MessageKey.HOST_FAILED, state.subject(), Message.ofWords(words)));
  }

  private static LaunchState over(
      LaunchState state, LaunchPhase phase, Instant at, MessageKey key) {
    return LaunchCompletion.over(state, phase, at, Message.of(key, state.subject()));
  }
}
