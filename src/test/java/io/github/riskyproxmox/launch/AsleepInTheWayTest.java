package io.github.riskyproxmox.launch;

import static io.github.riskyproxmox.message.Messages.text;
import static io.github.riskyproxmox.message.Messages.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchStep;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.simulator.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A halted guest hears no shutdown, so it is resumed first (pve-api.md §14). */
class AsleepInTheWayTest {
  private static final String ASLEEP =
      "{\"vmid\":105,\"name\":\"dreamer\",\"state\":\"%s\",\"guest\":{\"shutdown\":4}}";
  private static final String LINUX = "{\"vmid\":102,\"name\":\"linux\"}";
  private static final String DEAF =
      "{\"vmid\":105,\"name\":\"dreamer\",\"state\":\"suspended\","
          + "\"guest\":{\"ignoresAcpi\":true}}";

  @ParameterizedTest
  @ValueSource(strings = {"suspended", "paused", "prelaunch"})
  void itIsResumedAndThenShutDown(String qmpStatus) {
    try (LaunchRig rig = new LaunchRig(ASLEEP.formatted(qmpStatus) + "," + LINUX)) {
      rig.launch(102, StopAction.SHUTDOWN);
      LaunchReport report = rig.last();
      assertEquals(LaunchPhase.SUCCEEDED, report.phase(), text(report.message()));
      assertEquals(List.of("POST 105 resume", "POST 105 shutdown", "POST 102 start"), rig.acts());
      assertEquals(
          List.of(
              LaunchStep.Kind.RESUME,
              LaunchStep.Kind.STOP,
              LaunchStep.Kind.WAIT,
              LaunchStep.Kind.START),
          report.steps().stream().map(LaunchStep::kind).toList());
      assertEquals(
          List.of(
              "Resumed dreamer so that it hears the shutdown",
              "Asked dreamer to shut down",
              "dreamer has stopped",
              "Started linux"),
          report.steps().stream().map(step -> text(step.title())).toList());
      List<Boolean> inOrder = new ArrayList<>();
      for (int i = 1; i < report.steps().size(); i++) {
        LaunchStep earlier = report.steps().get(i - 1);
        LaunchStep later = report.steps().get(i);
        inOrder.add(!later.startedAt().orElseThrow().isBefore(earlier.startedAt().orElseThrow()));
      }
      assertTrue(inOrder.stream().allMatch(Boolean::booleanValue), report.steps().toString());
      assertEquals("STOPPED", rig.power(105));
      assertEquals(List.of(), rig.witness().violations());
    }
  }

  @Test
  void alsoWhereNothingIsStartedAfterwards() {
    try (LaunchRig rig = new LaunchRig(ASLEEP.formatted("suspended"))) {
      assertInstanceOf(LaunchReply.Started.class, rig.stop(105, Optional.of(StopAction.SHUTDOWN)));
      assertEquals(List.of("POST 105 resume", "POST 105 shutdown"), rig.acts());
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertTrue(
          rig.reports().stream()
              .flatMap(report -> report.steps().stream())
              .anyMatch(
                  step ->
                      step.kind() == LaunchStep.Kind.RESUME
                          && step.state() == LaunchStep.State.NOW
                          && text(step.title())
                              .equals("Resume dreamer so that it hears the shutdown")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"suspended", "paused", "prelaunch"})
  void itIsTerminatedWithoutBeingResumed(String qmpStatus) {
    try (LaunchRig rig = new LaunchRig(ASLEEP.formatted(qmpStatus) + "," + LINUX)) {
      rig.launch(102, StopAction.TERMINATE);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals(List.of("POST 105 stop", "POST 102 start"), rig.acts());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"suspended", "paused"})
  void oneThatFallsAsleepBeforeItsTurnIsResumedToo(String qmpStatus) {
    String awake =
        "{\"vmid\":105,\"name\":\"dreamer\",\"state\":\"running\",\"guest\":{\"shutdown\":4}}";
    try (LaunchRig rig = new LaunchRig(awake + "," + LINUX)) {
      rig.witness()
          .before(
              call -> {
                if (rig.witness().calls().get(call).equals("shutdown 105")
                    && rig.acts().isEmpty()) {
                  rig.server().cluster().enters(105, qmpStatus);
                }
              });
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals(
          List.of("POST 105 shutdown", "POST 105 resume", "POST 105 shutdown", "POST 102 start"),
          rig.acts());
    }
  }

  /** It hears a shutdown that was sent before only until it falls asleep. */
  @Test
  void oneThatFallsAsleepWhileItShutsDownIsResumedWhenProxmoxGivesUp() {
    String awake =
        "{\"vmid\":105,\"name\":\"dreamer\",\"state\":\"running\",\"guest\":{\"shutdown\":9}}";
    try (LaunchRig rig = new LaunchRig(awake + "," + LINUX)) {
      rig.launchClock()
          .after(Duration.ofSeconds(1), () -> rig.server().cluster().enters(105, "suspended"));
      rig.launch(102, StopAction.SHUTDOWN);
      assertTrue(rig.last().phase().isOver());
      assertEquals(List.of(), rig.witness().violations());
    }
  }

  @Test
  void oneThatFallsAsleepAgainIsNotResumedForever() {
    try (LaunchRig rig = new LaunchRig(ASLEEP.formatted("suspended") + "," + LINUX)) {
      rig.witness()
          .before(
              call -> {
                if (rig.witness().calls().get(call).equals("shutdown 105")) {
                  rig.server().cluster().enters(105, "suspended");
                }
              });
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.FAILED, rig.last().phase());
      assertEquals(
          "dreamer was asleep and did not stop: VM is paused - cannot shutdown. linux was not"
              + " started.",
          text(rig.last().message()));
      assertEquals(List.of("POST 105 resume", "POST 105 shutdown"), rig.acts());
    }
  }

  @Test
  void terminateOvertakesItsResumeAndItsShutdown() {
    for (long after : new long[] {1, 6}) {
      try (LaunchRig rig = new LaunchRig(DEAF + "," + LINUX)) {
        List<LaunchReply> replies = new ArrayList<>();
        rig.witness()
            .after(
                call -> {
                  String name = rig.witness().calls().get(call);
                  boolean resumed = name.startsWith("task qmresume") && after == 1;
                  boolean sent = name.startsWith("task qmshutdown") && after == 6;
                  if ((resumed || sent) && replies.isEmpty()) {
                    replies.add(rig.launch(102, StopAction.TERMINATE));
                  }
                });
        rig.launch(102, StopAction.SHUTDOWN);
        assertInstanceOf(LaunchReply.Escalated.class, replies.get(0));
        assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
        assertEquals("STOPPED", rig.power(105));
        assertEquals(
            List.of(LaunchStep.Kind.STOP, LaunchStep.Kind.WAIT, LaunchStep.Kind.START),
            rig.last().steps().stream().map(LaunchStep::kind).toList());
      }
    }
  }

  /** Proxmox accepts a resume then, but neither shutdown nor stop (pve-api.md §14). */
  @Test
  void aBackupKeepsItFromBeingStoppedAndNothingIsResumed() {
    try (LaunchRig rig =
        new LaunchRig(
            ASLEEP.formatted("suspended").replace("}}", "},\"lock\":\"backup\"}") + "," + LINUX)) {
      LaunchReply.Refused no =
          assertInstanceOf(LaunchReply.Refused.class, rig.launch(102, StopAction.SHUTDOWN));
      assertEquals("dreamer is being backed up. Try again when that is done.", text(no.message()));
      assertInstanceOf(LaunchReply.Refused.class, rig.launch(102));
      assertEquals(List.of(), rig.acts());
    }
  }

  @Test
  void aResumeThatFailsEndsItAndSaysThatItWasTheResume() {
    try (LaunchRig rig = new LaunchRig(ASLEEP.formatted("suspended") + "," + LINUX)) {
      rig.server()
          .faults()
          .on("POST", ".*/105/status/resume")
          .inject(Fault.refusal(500, "something broke"));
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.FAILED, rig.last().phase());
      assertEquals(
          "dreamer was asleep and did not stop: something broke. linux was not started.",
          text(rig.last().message()));
      assertEquals(
          List.of("dreamer was not touched.", "linux was not started."),
          texts(rig.last().unchanged()));
      assertEquals(
          List.of(
              LaunchStep.State.FAILED,
              LaunchStep.State.SKIPPED,
              LaunchStep.State.SKIPPED,
              LaunchStep.State.SKIPPED),
          rig.last().steps().stream().map(LaunchStep::state).toList());
    }
  }

  @Test
  void cancelledWhileItIsResumedItIsNotAskedToShutDown() {
    try (LaunchRig rig = new LaunchRig(ASLEEP.formatted("suspended") + "," + LINUX)) {
      List<LaunchReply> replies = new ArrayList<>();
      rig.witness()
          .after(
              call -> {
                if (rig.witness().calls().get(call).startsWith("task qmresume")
                    && replies.isEmpty()) {
                  replies.add(rig.coordinator().cancel("test"));
                }
              });
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.CANCELLED, rig.last().phase());
      assertEquals(List.of("POST 105 resume"), rig.acts());
      assertEquals(
          List.of("dreamer was asked to resume: it may still resume; that can't be undone."),
          texts(rig.last().changed()));
      // What was left is no shutdown that another launch could wait for.
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals(List.of("POST 105 resume", "POST 105 shutdown", "POST 102 start"), rig.acts());
    }
  }

  @Test
  void besideAnotherEachGoesItsOwnPace() {
    String windows =
        "{\"vmid\":101,\"name\":\"windows\",\"state\":\"running\",\"guest\":{\"shutdown\":2}}";
    try (LaunchRig rig =
        new LaunchRig(windows + "," + ASLEEP.formatted("suspended") + "," + LINUX)) {
      LaunchReply.NeedsAction asks =
          assertInstanceOf(LaunchReply.NeedsAction.class, rig.launch(102));
      assertEquals(
          "windows is running and dreamer is asleep. What should we do with them first?",
          text(asks.message()));
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals(
          List.of("POST 101 shutdown", "POST 105 resume", "POST 105 shutdown", "POST 102 start"),
          rig.acts());
    }
  }
}
