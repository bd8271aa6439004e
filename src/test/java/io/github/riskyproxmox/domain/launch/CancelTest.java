package io.github.riskyproxmox.domain.launch;

import static io.github.riskyproxmox.message.Messages.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.pve.TaskOutcome;
import io.github.riskyproxmox.domain.pve.Upid;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a cancellation does to a start at each of its stages. */
class CancelTest {
  private static final Instant AT = SampleOperations.START;
  private static final Upid TASK = SampleOperations.upid(1, "qmstart", 102);

  private final LaunchSequence sequence = new LaunchSequence();

  @Test
  void aStartThatIsOnlyAboutToBeSentIsHeldBack() {
    LaunchState cancelled = cancel(sending());
    assertEquals(LaunchPhase.CANCELLED, cancelled.phase());
    assertEquals(Stage.SKIPPED, cancelled.start().orElseThrow().stage());
  }

  @Test
  void aStartThatMayHaveArrivedIsNot() {
    LaunchState lost = sequence.next(sending(), new LaunchEvent.AnswerLost(0, "reset", AT));
    LaunchState taken = sequence.next(sending(), new LaunchEvent.Sent(0, Optional.of(TASK), AT));
    LaunchState ended = seen(taken, new TaskOutcome.Succeeded(0));
    for (LaunchState state : List.of(lost, taken, ended)) {
      assertFalse(sequence.canCancel(state), state.toString());
      assertEquals(state, cancel(state));
    }
  }

  @Test
  void aStartThatHasFailedIsNotSentAgain() {
    LaunchState failed =
        seen(
            sequence.next(sending(), new LaunchEvent.Sent(0, Optional.of(TASK), AT)),
            new TaskOutcome.Failed("broken"));
    assertTrue(sequence.canCancel(failed));
    LaunchState cancelled = cancel(failed);
    assertEquals(LaunchPhase.CANCELLED, cancelled.phase());
    assertEquals(Optional.empty(), sequence.effect(cancelled, AT));
    assertEquals(
        "Cancelled: vm102 will not be started.", text(cancelled.end().orElseThrow().message()));
  }

  @Test
  void ofOneThatTimedOutItIsSaidThatItMayStillComeUp() {
    LaunchState failed =
        seen(
            sequence.next(sending(), new LaunchEvent.Sent(0, Optional.of(TASK), AT)),
            new TaskOutcome.Failed(World.TIMED_OUT));
    assertTrue(sequence.canCancel(failed));
    assertEquals(
        "Cancelled: no longer waiting for vm102. It may still come up, because Proxmox has only stopped waiting for its start.",
        text(sequence.cancelling(failed)));
    assertEquals(sequence.cancelling(failed), cancel(failed).end().orElseThrow().message());
  }

  private LaunchState cancel(LaunchState state) {
    return sequence.next(state, new LaunchEvent.Cancel(AT));
  }

  private LaunchState seen(LaunchState state, TaskOutcome outcome) {
    return sequence.next(state, new LaunchEvent.TaskSeen(0, TASK, outcome, Optional.empty(), AT));
  }

  /** Nothing is in the way, and the start has been decided on. */
  private LaunchState sending() {
    LaunchPlan plan =
        new LaunchPlan(
            "one",
            Optional.of(SampleOperations.start(102)),
            List.of(),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            AT,
            "test");
    LaunchState first = sequence.next(LaunchState.of(plan), new LaunchEvent.Tick(AT));
    LaunchEvent surveyed =
        new LaunchEvent.Surveyed(
            Optional.of(World.with(List.of()).status(SampleOperations.start(102))),
            List.of(),
            List.of(),
            AT);
    LaunchState sending = sequence.next(first, surveyed);
    assertEquals(Stage.SENDING, sending.start().orElseThrow().stage());
    return sending;
  }
}
