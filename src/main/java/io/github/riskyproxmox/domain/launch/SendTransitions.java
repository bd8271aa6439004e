package io.github.riskyproxmox.domain.launch;

import java.time.Instant;
import java.util.function.UnaryOperator;

/** What becomes of an errand when it is sent. */
final class SendTransitions {
  private SendTransitions() {}

  static LaunchState sent(LaunchState state, LaunchEvent.Sent sent) {
    return ifAt(
        state,
        sent.operation(),
        Stage.SENDING,
        operation ->
            operation.awaiting(
                sent.task(),
                deadline(operation, sent.at()),
                RetryPolicy.nextReading(operation, state.inFlight() + 1, sent.at())));
  }

  static LaunchState refused(LaunchState state, LaunchEvent.Refused refused) {
    return ifAt(
        state,
        refused.operation(),
        Stage.SENDING,
        operation -> operation.at(Stage.CHECKING, refused.at()).saying(refused.words()));
  }

  /**
   * An old PVE, or an HA-managed VM: abort the own shutdown where there is one, then stop. For how
   * long that is tried is not begun anew.
   */
  static LaunchState overruleUnknown(LaunchState state, LaunchEvent.OverruleUnknown unknown) {
    return ifAt(
        state,
        unknown.operation(),
        Stage.SENDING,
        operation -> {
          Stage next = operation.order().haManaged() ? Stage.SENDING : Stage.ABORTING;
          return operation.overruling(false).at(next, unknown.at());
        });
  }

  static LaunchState aborted(LaunchState state, LaunchEvent.Aborted aborted) {
    return ifAt(
        state,
        aborted.operation(),
        Stage.ABORTING,
        operation -> operation.sending(aborted.at(), aborted.at()));
  }

  /**
   * It has not arrived. A start then goes back to where it can be cancelled, and what is up is read
   * again before it is sent once more, for as long as a silence would be borne.
   */
  static LaunchState notDelivered(LaunchState state, LaunchEvent.NotDelivered not) {
    OperationProgress operation = state.operations().get(not.operation());
    Instant at = not.at();
    if (operation.order().stops() || operation.stage() != Stage.SENDING) {
      return silent(state, not.operation(), not.words(), at, operation.stage());
    }
    Instant until = operation.retryUntil().orElse(at.plus(RetryPolicy.OUTAGE));
    if (!at.isBefore(until)) {
      return LaunchCompletion.silent(state, operation, not.words(), at);
    }
    LaunchState trying = state.with(not.operation(), operation.retryingUntil(until));
    return silent(trying, not.operation(), not.words(), at, Stage.SURVEYING);
  }

  static LaunchState unanswered(LaunchState state, LaunchEvent.Unanswered unanswered) {
    int index = unanswered.operation();
    Stage stage = state.operations().get(index).stage();
    return silent(state, index, unanswered.words(), unanswered.at(), stage);
  }

  /** It may be a hiccup, and what was sent goes on all the same: as patient as with silence. */
  static LaunchState unreadable(LaunchState state, LaunchEvent.ReadingRefused refused) {
    int index = refused.operation();
    return silent(
        state, index, refused.words(), refused.at(), state.operations().get(index).stage());
  }

  static LaunchState answerLost(LaunchState state, LaunchEvent.AnswerLost lost) {
    return silent(state, lost.operation(), lost.words(), lost.at(), Stage.LOOKING);
  }

  static Instant deadline(OperationProgress operation, Instant at) {
    return at.plus(operation.order().allowed()).plus(RetryPolicy.GRACE);
  }

  static LaunchState ifAt(
      LaunchState state, int index, Stage stage, UnaryOperator<OperationProgress> change) {
    OperationProgress operation = state.operations().get(index);
    return operation.stage() == stage ? state.with(index, change.apply(operation)) : state;
  }

  /**
   * Silence about an errand is borne for a while, whatever Proxmox says of others; then nobody
   * knows, and that is said. As an answer after its deadline ends an errand too, none goes on for
   * longer than its deadline and that while.
   */
  private static LaunchState silent(
      LaunchState state, int index, String words, Instant at, Stage stage) {
    OperationProgress operation = state.operations().get(index);
    NoAnswer noAnswer = operation.noAnswer(words, at);
    if (at.isAfter(noAnswer.until())) {
      return state.resuming()
          ? LaunchCompletion.interrupted(state, at, words)
          : LaunchCompletion.silent(state, operation, words, at);
    }
    return state.with(index, operation.unanswered(stage, noAnswer, at));
  }
}
