package io.github.riskyproxmox.domain.launch;

import java.time.Instant;
import java.util.function.UnaryOperator;

/** What becomes of an errand when it is sent. */
final class Sending {
  private Sending() {}

  static LaunchState sent(LaunchState state, LaunchEvent.Sent sent) {
    return ifAt(
        state,
        sent.errand(),
        Stage.SENDING,
        errand ->
            errand.awaiting(
                sent.task(),
                deadline(errand, sent.at()),
                Patience.nextReading(errand, state.inFlight() + 1, sent.at())));
  }

  static LaunchState refused(LaunchState state, LaunchEvent.Refused refused) {
    return ifAt(
        state,
        refused.errand(),
        Stage.SENDING,
        errand -> errand.at(Stage.CHECKING, refused.at()).saying(refused.words()));
  }

  /**
   * An old PVE, or an HA-managed VM: abort the own shutdown where there is one, then stop. For how
   * long that is tried is not begun anew.
   */
  static LaunchState overruleUnknown(LaunchState state, LaunchEvent.OverruleUnknown unknown) {
    return ifAt(
        state,
        unknown.errand(),
        Stage.SENDING,
        errand -> {
          Stage next = errand.order().haManaged() ? Stage.SENDING : Stage.ABORTING;
          return errand.overruling(false).at(next, unknown.at());
        });
  }

  static LaunchState aborted(LaunchState state, LaunchEvent.Aborted aborted) {
    return ifAt(
        state,
        aborted.errand(),
        Stage.ABORTING,
        errand -> errand.sending(aborted.at(), aborted.at()));
  }

  /**
   * It has not arrived. A start then goes back to where it can be cancelled, and what is up is read
   * again before it is sent once more, for as long as a silence would be borne.
   */
  static LaunchState notDelivered(LaunchState state, LaunchEvent.NotDelivered not) {
    Errand errand = state.errands().get(not.errand());
    Instant at = not.at();
    if (errand.order().stops() || errand.stage() != Stage.SENDING) {
      return silent(state, not.errand(), not.words(), at, errand.stage());
    }
    Instant until = errand.retryUntil().orElse(at.plus(Patience.OUTAGE));
    if (!at.isBefore(until)) {
      return Endings.silent(state, errand, not.words(), at);
    }
    LaunchState trying = state.with(not.errand(), errand.retryingUntil(until));
    return silent(trying, not.errand(), not.words(), at, Stage.SURVEYING);
  }

  static LaunchState unanswered(LaunchState state, LaunchEvent.Unanswered unanswered) {
    int index = unanswered.errand();
    Stage stage = state.errands().get(index).stage();
    return silent(state, index, unanswered.words(), unanswered.at(), stage);
  }

  /** It may be a hiccup, and what was sent goes on all the same: as patient as with silence. */
  static LaunchState unreadable(LaunchState state, LaunchEvent.ReadingRefused refused) {
    int index = refused.errand();
    return silent(state, index, refused.words(), refused.at(), state.errands().get(index).stage());
  }

  static LaunchState answerLost(LaunchState state, LaunchEvent.AnswerLost lost) {
    return silent(state, lost.errand(), lost.words(), lost.at(), Stage.LOOKING);
  }

  static Instant deadline(Errand errand, Instant at) {
    return at.plus(errand.order().allowed()).plus(Patience.GRACE);
  }

  static LaunchState ifAt(LaunchState state, int index, Stage stage, UnaryOperator<Errand> change) {
    Errand errand = state.errands().get(index);
    return errand.stage() == stage ? state.with(index, change.apply(errand)) : state;
  }

  /**
   * Silence about an errand is borne for a while, whatever Proxmox says of others; then nobody
   * knows, and that is said. As an answer after its deadline ends an errand too, none goes on for
   * longer than its deadline and that while.
   */
  private static LaunchState silent(
      LaunchState state, int index, String words, Instant at, Stage stage) {
    Errand errand = state.errands().get(index);
    Silence silence = errand.silence(words, at);
    if (at.isAfter(silence.until())) {
      return state.resuming()
          ? Endings.interrupted(state, at, words)
          : Endings.silent(state, errand, words, at);
    }
    return state.with(index, errand.unanswered(stage, silence, at));
  }
}
