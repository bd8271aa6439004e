package io.github.riskyproxmox.launch;

import static io.github.riskyproxmox.message.Messages.text;
import static io.github.riskyproxmox.message.Messages.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.simulator.Fault;
import io.github.riskyproxmox.simulator.SimScenario;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Cancelling, and that another launch can begin after any failure. */
class LaunchCoordinatorTest {
  private static final String WINDOWS =
      "{\"vmid\":101,\"name\":\"windows\",\"state\":\"running\",\"guest\":{\"shutdown\":4}}";
  private static final String DEAF =
      "{\"vmid\":103,\"name\":\"deaf\",\"state\":\"running\",\"guest\":{\"ignoresAcpi\":true}}";
  private static final String LINUX = "{\"vmid\":102,\"name\":\"linux\"}";

  @Test
  void aCancelledLaunchDoesNotStartItsTargetAndSaysWhatCannotBeRecalled() {
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + LINUX)) {
      List<LaunchReply> replies = new ArrayList<>();
      rig.launchClock()
          .after(Duration.ofSeconds(1), () -> replies.add(rig.coordinator().cancel("test")));
      rig.launch(102, StopAction.SHUTDOWN);
      assertInstanceOf(LaunchReply.Cancelled.class, replies.get(0));
      assertEquals(LaunchPhase.CANCELLED, rig.last().phase());
      assertEquals(List.of("POST 101 shutdown"), rig.acts());
      assertEquals(
          List.of("windows was asked to shut down: it may still shut down; that can't be undone."),
          texts(rig.last().changed()));
      assertEquals(List.of("linux was not started."), texts(rig.last().unchanged()));
    }
  }

  @Test
  void aCancellationDuringTheLastLookIsKept() {
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + LINUX)) {
      List<LaunchReply> replies = new ArrayList<>();
      rig.witness()
          .after(
              call -> {
                if (rig.acts().size() == 1 && rig.witness().calls().get(call).equals("guests")) {
                  replies.add(rig.coordinator().cancel("test"));
                  replies.add(rig.coordinator().cancel("somebody as impatient"));
                }
              });
      rig.launch(102, StopAction.SHUTDOWN);
      assertInstanceOf(LaunchReply.Cancelled.class, replies.get(0));
      assertInstanceOf(LaunchReply.Cancelled.class, replies.get(1));
      assertEquals(List.of("POST 101 shutdown"), rig.acts());
      assertEquals(LaunchPhase.CANCELLED, rig.last().phase());
    }
  }

  @Test
  void theLastLaunchIsToldAfterARestartToo() {
    try (LaunchRig rig = new LaunchRig(LINUX)) {
      rig.launch(102);
      List<LaunchReport> published = new ArrayList<>();
      rig.listen(published::add);

      rig.restart();

      assertEquals(List.of(rig.coordinator().current().orElseThrow()), published);
      assertEquals("linux was started.", text(published.get(0).message()));
    }
  }

  @Test
  void aStartUnderWayCannotBeCancelled() {
    try (LaunchRig rig = new LaunchRig(LINUX)) {
      List<LaunchReply> replies = new ArrayList<>();
      rig.launchClock()
          .after(Duration.ofMillis(500), () -> replies.add(rig.coordinator().cancel("test")));
      rig.launch(102);
      assertInstanceOf(LaunchReply.InProgress.class, replies.get(0));
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase());
    }
  }

  @Test
  void aStartThatIsNotDeliveredCanBeCancelledAndIsNeverSent() {
    try (LaunchRig rig = new LaunchRig(LINUX)) {
      rig.witness()
          .before(
              call -> {
                if (rig.witness().calls().get(call).equals("start 102")
                    && rig.clock().now().isBefore(rig.last().startedAt().plusSeconds(1))) {
                  rig.server().faults().outage(Duration.ofSeconds(60));
                }
              });
      isCancelledAfter(rig, Duration.ofSeconds(20));
      assertEquals(List.of(), rig.acts());
    }
  }

  @Test
  void aStartThatALockHoldsUpCanBeCancelledAndIsNotSentAgain() {
    try (LaunchRig rig = new LaunchRig(LINUX)) {
      rig.server().cluster().holdLockFile(102, Duration.ofSeconds(40));
      isCancelledAfter(rig, Duration.ofMillis(10_700));
      assertEquals(List.of("POST 102 start"), rig.acts());
    }
  }

  /** Cancels it then; what is said beforehand, and what comes of it, must agree. */
  private static void isCancelledAfter(LaunchRig rig, Duration delay) {
    List<LaunchReply> replies = new ArrayList<>();
    List<Boolean> possible = new ArrayList<>();
    rig.launchClock()
        .after(
            delay,
            () -> {
              possible.add(rig.last().canCancel());
              replies.add(rig.coordinator().cancel("test"));
            });
    rig.launch(102);
    rig.clock().advance(Duration.ofMinutes(5));
    assertInstanceOf(LaunchReply.Cancelled.class, replies.get(0));
    assertEquals(List.of(true), possible);
    assertEquals(LaunchPhase.CANCELLED, rig.last().phase(), text(rig.last().message()));
    assertEquals(List.of("linux was not started."), texts(rig.last().unchanged()));
    assertEquals("STOPPED", rig.power(102));
  }

  @Test
  void aGuestThatDoesNotShutDownIsToldInOneSentence() {
    try (LaunchRig rig = new LaunchRig(DEAF + "," + LINUX)) {
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(
          "deaf is still running: it did not shut down within 3 min (VM quit/powerdown failed - got timeout). linux was not started.",
          text(rig.last().message()));
    }
  }

  @Test
  void aGuestThatShutDownDuringALongOutageIsNoFailure() {
    try (LaunchRig rig = new LaunchRig(DEAF + "," + LINUX)) {
      rig.launchClock()
          .after(
              Duration.ofSeconds(150), () -> rig.server().faults().outage(Duration.ofSeconds(90)));
      rig.launchClock()
          .after(Duration.ofSeconds(160), () -> rig.server().cluster().powerOffInside(103));
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
    }
  }

  @Test
  void aHibernationOfWhatHasPoweredOffIsNotCalledOne() {
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + LINUX)) {
      rig.witness()
          .before(
              call -> {
                if (rig.witness().calls().get(call).startsWith("hibernate")) {
                  rig.server().cluster().powerOffInside(101);
                }
              });
      rig.launch(102, StopAction.HIBERNATE);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals(
          List.of("windows has stopped.", "linux was started."), texts(rig.last().changed()));
    }
  }

  @Test
  void aShutdownThatSomebodyElseBeganIsWaitedForThenExplained() {
    try (LaunchRig rig = new LaunchRig(DEAF + "," + LINUX)) {
      rig.server().cluster().shutdownBySomebodyElse(103, Duration.ofMinutes(10));
      rig.clock().advance(Duration.ofSeconds(1));
      rig.launch(102, StopAction.TERMINATE);
      assertEquals(LaunchPhase.FAILED, rig.last().phase());
      assertTrue(
          text(rig.last().message()).contains("can't lock file"), text(rig.last().message()));
      assertTrue(text(rig.last().message()).contains("end that there"), text(rig.last().message()));
      assertEquals("STOPPED", rig.power(102));
    }
  }

  @Test
  void oneThatSomebodyElseBeganIsNotOvertakenByAnEscalationEither() {
    try (LaunchRig rig = new LaunchRig(DEAF + "," + LINUX)) {
      rig.server().cluster().shutdownBySomebodyElse(103, Duration.ofMinutes(10));
      rig.clock().advance(Duration.ofSeconds(1));
      rig.launchClock().after(Duration.ofSeconds(5), () -> rig.launch(102, StopAction.TERMINATE));
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.FAILED, rig.last().phase());
      assertTrue(
          text(rig.last().message()).contains("can't lock file"), text(rig.last().message()));
      assertTrue(text(rig.last().message()).contains("end that there"), text(rig.last().message()));
      assertTrue(rig.acts().contains("POST 103 stop overruling"), rig.acts().toString());
      assertEquals("STOPPED", rig.power(102));
    }
  }

  @Test
  void oneThatEndsWithinAMinuteOnlyCostsTime() {
    try (LaunchRig rig = new LaunchRig(DEAF + "," + LINUX)) {
      rig.server().cluster().shutdownBySomebodyElse(103, Duration.ofSeconds(40));
      rig.clock().advance(Duration.ofSeconds(1));
      rig.launch(102, StopAction.TERMINATE);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
    }
  }

  @Test
  void theShutdownThatACancelledLaunchLeftBehindIsOvertakenAtOnce() {
    try (LaunchRig rig = new LaunchRig(DEAF + "," + LINUX)) {
      cancelAShutdown(rig);
      assertTrue(secondsToTerminate(rig) < 10, rig.last().toString());
      assertEquals(
          List.of("POST 103 shutdown", "POST 103 stop overruling", "POST 102 start"), rig.acts());
    }
  }

  @Test
  void beforeProxmox82ItIsAborted() {
    SimScenario old = LaunchRig.scenario(DEAF + "," + LINUX).withVersion("8.1.4");
    try (LaunchRig rig = new LaunchRig(old)) {
      cancelAShutdown(rig);
      assertTrue(secondsToTerminate(rig) < 10, rig.last().toString());
      assertEquals(
          List.of(
              "POST 103 shutdown",
              "POST 103 stop overruling",
              "DELETE task",
              "POST 103 stop",
              "POST 102 start"),
          rig.acts());
    }
  }

  @Test
  void withoutARecordOfItTheLockTellsOfIt() throws IOException {
    try (LaunchRig rig = new LaunchRig(DEAF + "," + LINUX)) {
      cancelAShutdown(rig);
      forgetEverything(rig);
      assertTrue(secondsToTerminate(rig) < 20, rig.last().toString());
      assertEquals(
          List.of(
              "POST 103 shutdown", "POST 103 stop", "POST 103 stop overruling", "POST 102 start"),
          rig.acts());
    }
  }

  @Test
  void withoutARecordOfItItIsLookedForBeforeProxmox82() throws IOException {
    SimScenario old = LaunchRig.scenario(DEAF + "," + LINUX).withVersion("8.1.4");
    try (LaunchRig rig = new LaunchRig(old)) {
      cancelAShutdown(rig);
      forgetEverything(rig);
      assertTrue(secondsToTerminate(rig) < 20, rig.last().toString());
      assertEquals(
          List.of(
              "POST 103 shutdown",
              "POST 103 stop",
              "POST 103 stop overruling",
              "DELETE task",
              "POST 103 stop",
              "POST 102 start"),
          rig.acts());
    }
  }

  @Test
  void oneOfSomebodyElseIsGivenUpBeforeProxmox82Too() {
    SimScenario old = LaunchRig.scenario(DEAF + "," + LINUX).withVersion("8.1.4");
    try (LaunchRig rig = new LaunchRig(old)) {
      rig.server().cluster().shutdownBySomebodyElse(103, Duration.ofMinutes(50));
      rig.clock().advance(Duration.ofSeconds(1));
      rig.launch(102, StopAction.TERMINATE);
      assertEquals(LaunchPhase.FAILED, rig.last().phase());
      assertTrue(text(rig.last().message()).contains("end that there"), text(rig.last().message()));
      assertTrue(taken(rig) < 120, rig.last().toString());
      assertEquals("RUNNING", rig.power(103));
    }
  }

  @Test
  void anAgentThatDiesWhileItOvertakesDoesNotStopTwice() {
    try (LaunchRig rig = new LaunchRig(DEAF + "," + LINUX)) {
      cancelAShutdown(rig);
      Trial.dieAfter(rig, "overrule 103", () -> rig.launch(102, StopAction.TERMINATE));
      rig.restart();
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals(
          List.of("POST 103 shutdown", "POST 103 stop overruling", "POST 102 start"), rig.acts());
    }
  }

  @Test
  void aShutdownAskedForAgainIsTheOneUnderWay() {
    try (LaunchRig rig = new LaunchRig(DEAF + "," + LINUX)) {
      cancelAShutdown(rig);
      rig.launchClock()
          .after(Duration.ofSeconds(60), () -> rig.server().cluster().powerOffInside(103));
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals(List.of("POST 103 shutdown", "POST 102 start"), rig.acts());
      assertTrue(
          rig.reports().stream()
              .flatMap(report -> report.steps().stream())
              .anyMatch(
                  step ->
                      step.detail().filter(detail -> detail.is(MessageKey.ADOPTED)).isPresent()));
    }
  }

  @Test
  void aShutdownTakenOverCanBeOvertakenAndSurvivesTheAgent() {
    SimScenario old = LaunchRig.scenario(DEAF + "," + LINUX).withVersion("8.1.4");
    try (LaunchRig rig = new LaunchRig(old)) {
      cancelAShutdown(rig);
      Trial.dieAfter(rig, "log qmshutdown 103", () -> rig.launch(102, StopAction.SHUTDOWN));
      rig.launchClock().after(Duration.ofSeconds(60), () -> rig.launch(102, StopAction.TERMINATE));
      rig.restart();
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals(
          List.of(
              "POST 103 shutdown",
              "POST 103 stop overruling",
              "DELETE task",
              "POST 103 stop",
              "POST 102 start"),
          rig.acts());
    }
  }

  private static void cancelAShutdown(LaunchRig rig) {
    rig.launchClock().after(Duration.ofSeconds(20), () -> rig.coordinator().cancel("test"));
    rig.launch(102, StopAction.SHUTDOWN);
    assertEquals(LaunchPhase.CANCELLED, rig.last().phase());
  }

  private static void forgetEverything(LaunchRig rig) throws IOException {
    Files.delete(rig.stateDirectory().resolve("launches.json"));
    rig.restart();
  }

  private static long secondsToTerminate(LaunchRig rig) {
    rig.launch(102, StopAction.TERMINATE);
    assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
    return taken(rig);
  }

  private static long taken(LaunchRig rig) {
    return Duration.between(rig.last().startedAt(), rig.last().endedAt().orElseThrow()).toSeconds();
  }

  @Test
  void anotherTokensTaskIsNotTakenForTheOwnOneThatWasLost() {
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + LINUX)) {
      rig.server().cluster().stopBySomebodyElse(101);
      rig.clock().advance(Duration.ofSeconds(5));
      rig.server().cluster().startBySomebodyElse(101);
      rig.clock().advance(Duration.ofSeconds(60));
      rig.server().faults().on("POST", ".*/stop").inject(Fault.resetBefore());
      rig.launch(102, StopAction.TERMINATE);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
    }
  }

  @Test
  void aListenerThatFailsIsNoneOfTheLaunchs() {
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + LINUX)) {
      rig.listen(
          report -> {
            throw new IllegalStateException("deaf");
          });
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
    }
  }

  @Test
  void whatWasRefusedBecauseTheAgentGoesDownIsNotDoneAfterItsReturn() {
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + LINUX)) {
      rig.restart(
          task -> {
            throw new RejectedExecutionException();
          });
      assertInstanceOf(LaunchReply.Failed.class, rig.launch(102, StopAction.SHUTDOWN));
      rig.restart();
      assertEquals(List.of(), rig.acts());
      assertInstanceOf(LaunchReply.Started.class, rig.launch(102, StopAction.SHUTDOWN));
    }
  }
}
