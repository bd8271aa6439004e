package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The rules of a launch, without time, threads or network: which state follows an event, and what a
 * state does next. An event that does not fit its operation's stage changes nothing.
 */
public final class LaunchSequence {

  /** The state that follows the event. */
  public LaunchState next(LaunchState before, LaunchEvent event) {
    if (before.end().isPresent()) {
      return before;
    }
    LaunchState answered =
        event instanceof LaunchEvent.Answer answer ? before.answered(answer.index()) : before;
    return LaunchTransitions.settled(after(answered, event), event.at());
  }

  private static LaunchState after(LaunchState state, LaunchEvent event) {
    return switch (event) {
      case LaunchEvent.Tick tick -> state;
      case LaunchEvent.Resumed resumed -> LaunchTransitions.resumed(state, resumed.at());
      case LaunchEvent.Sent sent -> SendTransitions.sent(state, sent);
      case LaunchEvent.NotDelivered not -> SendTransitions.notDelivered(state, not);
      case LaunchEvent.AnswerLost lost -> SendTransitions.answerLost(state, lost);
      case LaunchEvent.Refused refused -> SendTransitions.refused(state, refused);
      case LaunchEvent.OverruleUnknown unknown -> SendTransitions.overruleUnknown(state, unknown);
      case LaunchEvent.Aborted aborted -> SendTransitions.aborted(state, aborted);
      case LaunchEvent.SendChecked checked -> ObservationTransitions.sendChecked(state, checked);
      case LaunchEvent.TaskSeen seen -> ObservationTransitions.taskSeen(state, seen);
      case LaunchEvent.StatusSeen seen -> ObservationTransitions.statusSeen(state, seen);
      case LaunchEvent.Surveyed surveyed -> LaunchTransitions.surveyed(state, surveyed);
      case LaunchEvent.Unanswered not ->
          SendTransitions.readFailed(state, not.index(), not.words(), not.at());
      case LaunchEvent.ReadRefused refused ->
          SendTransitions.readFailed(state, refused.index(), refused.words(), refused.at());
      case LaunchEvent.HostAsked asked -> HostTransitions.asked(state, asked.at());
      case LaunchEvent.HostAnswerLost lost -> HostTransitions.answerLost(state, lost);
      case LaunchEvent.HostNotAsked not -> HostTransitions.notAsked(state, not);
      case LaunchEvent.HostRefused refused -> HostTransitions.refused(state, refused);
      case LaunchEvent.Escalate escalate -> LaunchTransitions.escalated(state, escalate);
      case LaunchEvent.Cancel cancel -> LaunchTransitions.cancelled(state, cancel.at());
      case LaunchEvent.NotRun not -> LaunchCompletion.notRun(state, not.at());
      case LaunchEvent.Defect defect -> LaunchCompletion.defect(state, defect);
    };
  }

  /** What the state does at that moment; empty when it is over. */
  public Optional<Effect> effect(LaunchState state, Instant now) {
    if (state.end().isPresent()) {
      return Optional.empty();
    }
    if (state.host().filter(HostShutdown::sending).isPresent()) {
      HostShutdown host = state.host().get();
      return Optional.of(
          host.nextAt().isAfter(now)
              ? new Effect.Pause(Duration.between(now, host.nextAt()))
              : new Effect.ShutDownHost(host.node()));
    }
    int due = state.resuming() ? state.operations().size() - 1 : mostUrgent(state);
    OperationProgress progress = state.operations().get(due);
    if (progress.nextAt().isAfter(now)) {
      return Optional.of(new Effect.Pause(Duration.between(now, progress.nextAt())));
    }
    return Optional.of(state.resuming() ? new Effect.Survey() : effectOf(progress, due));
  }

  /** Whether terminate would overtake a shutdown now. */
  public boolean canEscalate(LaunchState state) {
    return state.end().isEmpty()
        && !state.resuming()
        && state.stops().stream().anyMatch(LaunchTransitions::canBeOvertaken);
  }

  /**
   * Whether it can be cancelled: no start is being sent, may have arrived, or is under way, and no
   * node is asked to shut down.
   */
  public boolean canCancel(LaunchState state) {
    return state.end().isEmpty()
        && state.start().filter(OperationProgress::isStarting).isEmpty()
        && state.host().filter(HostShutdown::sending).isEmpty();
  }

  /** The answer to a client that cancels in that state. */
  public Message cancelling(LaunchState state) {
    return state.start().filter(OperationProgress::mayComeUp).isPresent()
        ? LaunchCompletion.cancelled(state)
        : Message.of(MessageKey.WILL_NOT_START, state.goal().id(), state.subject());
  }

  private static int mostUrgent(LaunchState state) {
    return IntStream.range(0, state.operations().size())
        .filter(i -> !state.operations().get(i).stage().settled())
        .filter(i -> state.operations().get(i).stage() != Stage.TODO)
        .boxed()
        .min(Comparator.comparing((Integer i) -> state.operations().get(i).nextAt()))
        .orElseThrow(() -> new IllegalStateException("a launch under way has nothing to do"));
  }

  private static Effect effectOf(OperationProgress progress, int index) {
    return switch (progress.stage()) {
      case SENDING -> new Effect.Send(index);
      case VERIFYING -> new Effect.CheckSend(index);
      case ABORTING -> new Effect.Abort(index);
      case AWAITING -> new Effect.ReadTask(index, progress.task().orElseThrow());
      case CONFIRMING, CHECKING, OVERDUE -> new Effect.ReadStatus(index);
      case SURVEYING -> new Effect.Survey();
      case TODO, DONE, FAILED, LEFT, SKIPPED ->
          throw new IllegalStateException(progress.operation().vm() + " has nothing to do");
    };
  }
}
