package io.github.riskyproxmox.domain.launch;

import static io.github.riskyproxmox.message.Messages.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.pve.TaskOutcome;
import io.github.riskyproxmox.domain.stop.StopAction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One VM about which Proxmox gives no answer, while it always answers about another one. */
class NoAnswerTest {
  private static final int ANSWERS = 101;
  private static final int UNANSWERED = 103;

  private final LaunchSequence sequence = new LaunchSequence();

  @Test
  void aVmThatCannotBeReadEndsTheLaunchInTimeWhateverAnotherOneAnswers() {
    LaunchState state = sent(Duration.ofHours(1));
    Instant now = SampleOperations.START;
    int requests = 0;
    for (Optional<Effect> effect = sequence.effect(state, now);
        effect.isPresent();
        effect = sequence.effect(state, now)) {
      if (effect.get() instanceof Effect.Pause pause) {
        now = now.plus(pause.longest());
        state = sequence.next(state, new LaunchEvent.Tick(now));
      } else {
        Effect.ReadTask read = (Effect.ReadTask) effect.get();
        requests++;
        state = sequence.next(state, answer(state, read, now));
      }
    }
    Duration taken = Duration.between(SampleOperations.START, now);
    assertTrue(taken.compareTo(Duration.ofMinutes(3)) < 0, "ended after " + taken);
    assertTrue(requests < 600, requests + " requests");
    assertEquals(LaunchPhase.FAILED, state.phase());
    String message = text(state.end().orElseThrow().message());
    assertTrue(message.contains("about vm103 for 2 min"), message);
  }

  @Test
  void whatWasReadBeforeTheNoAnswerIsNotForgotten() {
    LaunchState state = sent(Duration.ofMinutes(3));
    String locked = "can't lock file '/var/lock/qemu-server/lock-103.conf' - got timeout";
    state =
        sequence.next(
            state,
            new LaunchEvent.TaskSeen(
                1,
                state.operations().get(1).task().orElseThrow(),
                new TaskOutcome.Failed(locked),
                Optional.empty(),
                SampleOperations.START));
    Instant later = SampleOperations.START.plusSeconds(1);
    state = sequence.next(state, new LaunchEvent.Unanswered(1, "no route", later));
    World world =
        World.with(List.of(SampleOperations.stop(UNANSWERED, StopAction.SHUTDOWN, false)));
    state =
        sequence.next(
            state,
            new LaunchEvent.StatusSeen(
                1,
                Optional.of(world.status(state.operations().get(1).operation())),
                false,
                later.plusSeconds(1)));
    assertEquals(Stage.SENDING, state.operations().get(1).stage(), "the lock is waited for");
    assertEquals(locked, state.operations().get(1).words());
  }

  private static LaunchEvent answer(LaunchState state, Effect.ReadTask read, Instant now) {
    boolean unanswered =
        state
            .operations()
            .get(read.index())
            .operation()
            .vm()
            .equals(SampleOperations.ref(UNANSWERED));
    return unanswered
        ? new LaunchEvent.Unanswered(read.index(), "no route", now)
        : new LaunchEvent.TaskSeen(
            read.index(), read.task(), new TaskOutcome.Running(), Optional.empty(), now);
  }

  /** Both have been asked to shut down; the first may take that long. */
  private LaunchState sent(Duration allowed) {
    VmOperation answered = SampleOperations.stop(ANSWERS, StopAction.SHUTDOWN, false);
    List<VmOperation> stops =
        List.of(
            SampleOperations.allowing(answered, allowed),
            SampleOperations.stop(UNANSWERED, StopAction.SHUTDOWN, false));
    LaunchPlan plan =
        new LaunchPlan(
            "one",
            Optional.of(SampleOperations.start(102)),
            stops,
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            SampleOperations.START,
            "test");
    LaunchState state = LaunchState.of(plan);
    for (int i = 0; i < stops.size(); i++) {
      state = sequence.next(state, new LaunchEvent.Tick(SampleOperations.START));
      state =
          sequence.next(
              state,
              new LaunchEvent.Sent(
                  i,
                  Optional.of(
                      SampleOperations.upid(i + 1, "qmshutdown", stops.get(i).vm().id().value())),
                  SampleOperations.START));
    }
    return state;
  }
}
