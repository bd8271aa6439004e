package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.message.Message;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** Transitions of an operation that is being sent, or about which Proxmox does not answer. */
final class SendTransitions {
  private SendTransitions() {}

  static LaunchState sent(LaunchState state, LaunchEvent.Sent sent) {
    return ifAt(
        state,
        sent.index(),
        Stage.SENDING,
        progress -> {
          Instant deadline = deadline(progress, sent.at());
          return sent.task()
              .map(
                  task ->
                      progress.awaiting(
                          task,
                          deadline,
                          RetryPolicy.nextPoll(progress, state.inFlight() + 1, sent.at())))
              .orElseGet(() -> progress.watching(deadline, sent.at().plus(RetryPolicy.AGAIN)));
        });
  }

  static LaunchState refused(LaunchState state, LaunchEvent.Refused refused) {
    return ifAt(
        state,
        refused.index(),
        Stage.SENDING,
        progress ->
            progress.at(Stage.CHECKING, refused.at()).withDetail(Message.ofWords(refused.words())));
  }

  /**
   * An old PVE, or a VM managed by HA: abort the agent's own shutdown where there is one, then
   * stop. The time for retries does not start again.
   */
  static LaunchState overruleUnknown(LaunchState state, LaunchEvent.OverruleUnknown unknown) {
    return ifAt(
        state,
        unknown.index(),
        Stage.SENDING,
        progress -> {
          Stage next = progress.operation().haManaged() ? Stage.SENDING : Stage.ABORTING;
          return progress.overruling(false).at(next, unknown.at());
        });
  }

  static LaunchState aborted(LaunchState state, LaunchEvent.Aborted aborted) {
    return ifAt(
        state,
        aborted.index(),
        Stage.ABORTING,
        progress -> progress.sending(aborted.at(), aborted.at()));
  }

  /**
   * The request has not arrived. A start then returns to the stage where it can be cancelled, and
   * the node is surveyed again before the retry, for as long as the agent waits for an answer.
   */
  static LaunchState notDelivered(LaunchState state, LaunchEvent.NotDelivered not) {
    OperationProgress progress = state.operations().get(not.index());
    Instant at = not.at();
    if (progress.operation().stops() || progress.stage() != Stage.SENDING) {
      return noAnswer(state, not.index(), not.words(), at, progress.stage());
    }
    Instant until = progress.retryUntil().orElse(at.plus(RetryPolicy.OUTAGE));
    if (!at.isBefore(until)) {
      return LaunchCompletion.outage(state, progress, not.words(), at);
    }
    LaunchState retrying = state.with(not.index(), progress.retryingUntil(until));
    return noAnswer(retrying, not.index(), not.words(), at, Stage.SURVEYING);
  }

  /** A refused read request is retried as long: what was sent continues all the same. */
  static LaunchState readFailed(LaunchState state, int index, String words, Instant at) {
    return noAnswer(state, index, words, at, state.operations().get(index).stage());
  }

  static LaunchState answerLost(LaunchState state, LaunchEvent.AnswerLost lost) {
    return noAnswer(state, lost.index(), lost.words(), lost.at(), Stage.VERIFYING);
  }

  static Instant deadline(OperationProgress progress, Instant at) {
    return at.plus(progress.operation().allowed()).plus(RetryPolicy.GRACE);
  }

  static LaunchState ifAt(
      LaunchState state, int index, Stage stage, UnaryOperator<OperationProgress> change) {
    OperationProgress progress = state.operations().get(index);
    return progress.stage() == stage ? state.with(index, change.apply(progress)) : state;
  }

  /**
   * The agent waits {@link RetryPolicy#OUTAGE} for an answer about an operation, whatever Proxmox
   * answers about others; then the launch ends. An answer after the deadline ends an operation too,
   * so none takes longer than its deadline and that time.
   */
  private static LaunchState noAnswer(
      LaunchState state, int index, String words, Instant at, Stage stage) {
    OperationProgress progress = state.operations().get(index);
    NoAnswer noAnswer = progress.noAnswer(words, at);
    if (at.isAfter(noAnswer.until())) {
      return state.resuming()
          ? LaunchCompletion.interrupted(state, at, Message.ofWords(words))
          : LaunchCompletion.outage(state, progress, words, at);
    }
    return state.with(index, progress.unanswered(stage, noAnswer, at));
  }
}
