package io.github.riskyproxmox.domain.launch;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The rules of a launch, without time, threads or network: what an event makes of a state, and what
 * a state wants done next. An event that does not fit its errand's stage changes nothing.
 */
public final class LaunchSequence {

  /** What the event makes of the state. */
  public LaunchState next(LaunchState before, LaunchEvent event) {
    if (before.end().isPresent()) {
      return before;
    }
    LaunchState heard =
        event instanceof LaunchEvent.Answer answer ? before.answered(answer.operation()) : before;
    return LaunchTransitions.settled(event.applyTo(heard), event.at());
  }

  /** What the state wants done at that moment; empty when it is over. */
  public Optional<Effect> effect(LaunchState state, Instant now) {
    if (state.end().isPresent()) {
      return Optional.empty();
    }
    int due = state.resuming() ? state.operations().size() - 1 : mostUrgent(state);
    OperationProgress operation = state.operations().get(due);
    if (operation.nextAt().isAfter(now)) {
      return Optional.of(new Effect.Pause(Duration.between(now, operation.nextAt())));
    }
    return Optional.of(state.resuming() ? new Effect.Survey() : effectOf(operation, due));
  }

  /** Whether terminate would overtake something now. */
  public boolean canEscalate(LaunchState state) {
    return state.end().isEmpty()
        && !state.resuming()
        && state.stops().stream().anyMatch(LaunchTransitions::canBeOvertaken);
  }

  /** Whether it can be cancelled: no start is on its way, has perhaps arrived, or is under way. */
  public boolean canCancel(LaunchState state) {
    return state.end().isEmpty() && !state.start().isStarting();
  }

  /** What a cancellation comes to, for whoever asks for it in that state. */
  public String cancelling(LaunchState state) {
    String target = state.start().order().name();
    return state.start().mayComeUp()
        ? LaunchMessages.cancelled(state.start())
        : target + " will not be started. What was already asked of Proxmox cannot be recalled.";
  }

  private static int mostUrgent(LaunchState state) {
    return IntStream.range(0, state.operations().size())
        .filter(i -> !state.operations().get(i).stage().settled())
        .filter(i -> state.operations().get(i).stage() != Stage.TODO)
        .boxed()
        .min(Comparator.comparing((Integer i) -> state.operations().get(i).nextAt()))
        .orElseThrow(() -> new IllegalStateException("a launch that is not over wants nothing"));
  }

  private static Effect effectOf(OperationProgress operation, int index) {
    return switch (operation.stage()) {
      case SENDING -> new Effect.Send(index);
      case LOOKING -> new Effect.Look(index);
      case ABORTING -> new Effect.Abort(index);
      case AWAITING -> new Effect.ReadTask(index, operation.task().orElseThrow());
      case CONFIRMING, CHECKING, OVERDUE -> new Effect.ReadStatus(index);
      case SURVEYING -> new Effect.Survey();
      case TODO, DONE, FAILED, LEFT, SKIPPED ->
          throw new IllegalStateException(operation.order().vm() + " wants nothing");
    };
  }
}
