package io.github.riskyproxmox.launch;

import static io.github.riskyproxmox.message.Messages.text;
import static io.github.riskyproxmox.message.Messages.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.launch.LaunchGoal;
import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchStep;
import io.github.riskyproxmox.domain.launch.StopChoice;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.simulator.SimScenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A VM is stopped, and nothing is started. */
class StopTest {
  private static final String WINDOWS =
      "{\"vmid\":101,\"name\":\"windows\",\"state\":\"running\",\"guest\":{\"shutdown\":4}}";
  private static final String LINUX = "{\"vmid\":102,\"name\":\"linux\"}";
  private static final String DEAF =
      "{\"vmid\":103,\"name\":\"deaf\",\"state\":\"running\",\"guest\":{\"ignoresAcpi\":true}}";
  private static final String ROUTER = "{\"vmid\":108,\"name\":\"router\",\"state\":\"running\"}";

  @ParameterizedTest
  @CsvSource({
    "shutdown,shutdown,STOPPED,windows has stopped.",
    "hibernate,suspend,HIBERNATED,windows was hibernated.",
    "terminate,stop,STOPPED,windows has stopped."
  })
  void itEndsWhenTheVmIsDownAndTouchesNothingElse(
      String action, String act, String power, String message) {
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + LINUX + "," + ROUTER)) {
      LaunchReply.Started started =
          assertInstanceOf(LaunchReply.Started.class, stop(rig, 101, new StopAction(action)));
      assertEquals("Stopping windows.", text(started.message()));
      assertEquals(List.of("POST 101 " + act), rig.acts());
      LaunchReport report = rig.last();
      assertEquals(LaunchGoal.STOP, report.goal());
      assertEquals(LaunchPhase.SUCCEEDED, report.phase());
      assertEquals(message, text(report.message()));
      assertEquals(List.of(message), texts(report.changed()));
      assertEquals(List.of(), texts(report.unchanged()));
      assertEquals(Optional.of(new VmId(101)), report.target());
      assertEquals(
          List.of(LaunchStep.Kind.STOP, LaunchStep.Kind.WAIT),
          report.steps().stream().map(LaunchStep::kind).toList());
      assertTrue(report.steps().stream().allMatch(one -> one.state() == LaunchStep.State.DONE));
      assertEquals(power, rig.power(101));
      assertEquals("RUNNING", rig.power(108));
      assertTrue(
          rig.reports().stream()
              .map(one -> text(one.message()))
              .anyMatch("Waiting for windows to stop."::equals));
    }
  }

  @Test
  void withoutAnActionItAsks() {
    try (LaunchRig rig = new LaunchRig(WINDOWS)) {
      LaunchReply.NeedsAction asks =
          assertInstanceOf(LaunchReply.NeedsAction.class, rig.stop(101, Optional.empty()));
      assertEquals("How should windows be stopped?", text(asks.message()));
      assertEquals(
          List.of(StopAction.SHUTDOWN, StopAction.HIBERNATE, StopAction.TERMINATE),
          asks.choice().offers().stream().map(StopChoice.Offer::action).toList());
      assertEquals(List.of(), rig.acts());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stopped", "hibernated"})
  void oneThatDoesNotRunIsLeftAsItIs(String state) {
    try (LaunchRig rig =
        new LaunchRig("{\"vmid\":106,\"name\":\"off\",\"state\":\"" + state + "\"}")) {
      LaunchReply.AlreadyStopped off =
          assertInstanceOf(LaunchReply.AlreadyStopped.class, stop(rig, 106, StopAction.TERMINATE));
      assertEquals(
          "off is not running: it is " + state + ". Nothing was done.", text(off.message()));
      assertInstanceOf(LaunchReply.AlreadyStopped.class, rig.stop(106, Optional.empty()));
      assertEquals(List.of(), rig.acts());
      assertTrue(rig.coordinator().current().isEmpty());
    }
  }

  @Test
  void aTemplateAndAnUnknownVmAreNamed() {
    try (LaunchRig rig =
        new LaunchRig("{\"vmid\":106,\"name\":\"image\",\"template\":true}," + WINDOWS)) {
      LaunchReply.Refused no =
          assertInstanceOf(LaunchReply.Refused.class, stop(rig, 106, StopAction.SHUTDOWN));
      assertEquals(
          "image is a template. It never runs, so there is nothing to stop.", text(no.message()));
      assertInstanceOf(LaunchReply.UnknownVm.class, stop(rig, 999, StopAction.SHUTDOWN));
      assertEquals(List.of(), rig.acts());
    }
  }

  @Test
  void anEasyKillIsTerminatedWithoutAQuestionAndOtherwiseIfAsked() {
    String kiosk = WINDOWS.replace("}}", "},\"tags\":\"easy-kill\"}");
    try (LaunchRig rig = new LaunchRig(kiosk)) {
      assertInstanceOf(LaunchReply.Started.class, rig.stop(101, Optional.empty()));
      assertEquals(List.of("POST 101 stop"), rig.acts());
    }
    try (LaunchRig rig = new LaunchRig(kiosk)) {
      assertInstanceOf(LaunchReply.Started.class, stop(rig, 101, StopAction.SHUTDOWN));
      assertEquals(List.of("POST 101 shutdown"), rig.acts());
    }
  }

  @Test
  void whatIsNeverKilledIsNotTerminatedHere() {
    try (LaunchRig rig =
        new LaunchRig(DEAF.replace("}}", "},\"tags\":\"never-kill;easy-kill\"}"))) {
      LaunchReply.NeedsAction asks =
          assertInstanceOf(LaunchReply.NeedsAction.class, rig.stop(103, Optional.empty()));
      assertEquals(
          List.of(StopAction.SHUTDOWN, StopAction.HIBERNATE),
          asks.choice().offers().stream()
              .filter(StopChoice.Offer::isAvailable)
              .map(StopChoice.Offer::action)
              .toList());
      LaunchReply.Refused no =
          assertInstanceOf(LaunchReply.Refused.class, stop(rig, 103, StopAction.TERMINATE));
      assertEquals("Not available: deaf has the tag never-kill.", text(no.message()));
      List<LaunchReply> replies = new ArrayList<>();
      rig.launchClock()
          .after(Duration.ofSeconds(3), () -> replies.add(stop(rig, 103, StopAction.TERMINATE)));
      stop(rig, 103, StopAction.SHUTDOWN);
      assertInstanceOf(LaunchReply.InProgress.class, replies.get(0));
      assertTrue(rig.reports().stream().noneMatch(LaunchReport::canTerminate));
      assertEquals(List.of("POST 103 shutdown"), rig.acts());
    }
  }

  /** The tag protects from launches, not from somebody who asks for just this. */
  @Test
  void whatIsKeptIsStoppedOnPurpose() {
    try (LaunchRig rig = new LaunchRig(WINDOWS.replace("}}", "},\"tags\":\"keep\"}"))) {
      assertInstanceOf(LaunchReply.Started.class, stop(rig, 101, StopAction.SHUTDOWN));
      assertEquals("STOPPED", rig.power(101));
    }
  }

  @Test
  void whatProxmoxWouldRefuseIsRefusedBefore() {
    try (LaunchRig rig = new LaunchRig(WINDOWS.replace("}}", "},\"lock\":\"backup\"}"))) {
      LaunchReply.Refused no =
          assertInstanceOf(LaunchReply.Refused.class, stop(rig, 101, StopAction.SHUTDOWN));
      assertEquals("windows is being backed up. Try again when that is done.", text(no.message()));
      // Nothing can be chosen, so it is no question.
      assertInstanceOf(LaunchReply.Refused.class, rig.stop(101, Optional.empty()));
      assertEquals(List.of(), rig.acts());
    }
  }

  @Test
  void aCrashedOneIsTerminated() {
    try (LaunchRig rig = new LaunchRig("{\"vmid\":105,\"name\":\"odd\",\"state\":\"io-error\"}")) {
      LaunchReply.Refused no =
          assertInstanceOf(LaunchReply.Refused.class, stop(rig, 105, StopAction.SHUTDOWN));
      assertTrue(text(no.message()).contains("crashed (io-error)"), text(no.message()));
      stop(rig, 105, StopAction.TERMINATE);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase());
      assertEquals("STOPPED", rig.power(105));
    }
  }

  @Test
  void oneThatKeepsRunningIsAFailureWithProxmoxsWords() {
    try (LaunchRig rig = new LaunchRig(DEAF)) {
      stop(rig, 103, StopAction.SHUTDOWN);
      LaunchReport report = rig.last();
      assertEquals(LaunchPhase.FAILED, report.phase());
      assertEquals(
          "deaf is still running: it did not shut down within 3 min (VM quit/powerdown failed - got timeout).",
          text(report.message()));
      assertEquals(List.of("deaf was asked to shut down."), texts(report.changed()));
      assertEquals(
          List.of(LaunchReport.Remedy.TERMINATE_AND_LAUNCH, LaunchReport.Remedy.TRY_AGAIN),
          report.remedies());
    }
  }

  @Test
  void terminateOvertakesTheShutdownOfTheSameVmOnly() {
    try (LaunchRig rig = new LaunchRig(DEAF + "," + ROUTER + "," + LINUX)) {
      List<LaunchReply> replies = new ArrayList<>();
      rig.launchClock()
          .after(
              Duration.ofSeconds(3),
              () -> {
                replies.add(stop(rig, 108, StopAction.TERMINATE));
                replies.add(rig.launch(103, StopAction.TERMINATE));
                replies.add(rig.launch(102, StopAction.TERMINATE));
                replies.add(rig.shutDownHost(Optional.of(StopAction.TERMINATE)));
                replies.add(stop(rig, 103, StopAction.SHUTDOWN));
                replies.add(stop(rig, 103, StopAction.TERMINATE));
                replies.add(stop(rig, 103, StopAction.TERMINATE));
              });
      stop(rig, 103, StopAction.SHUTDOWN);
      assertEquals(
          List.of(
              "InProgress",
              "InProgress",
              "InProgress",
              "InProgress",
              "InProgress",
              "Escalated",
              "InProgress"),
          replies.stream().map(reply -> reply.getClass().getSimpleName()).toList());
      assertEquals("Busy: stopping deaf. Nothing was changed.", text(replies.get(0).message()));
      assertEquals("Terminating deaf.", text(replies.get(5).message()));
      assertEquals(List.of("POST 103 shutdown", "POST 103 stop overruling"), rig.acts());
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals(Optional.of(StopAction.TERMINATE), rig.last().action());
      assertEquals("RUNNING", rig.power(108));
    }
  }

  @Test
  void cancellingOnlyEndsTheWait() {
    try (LaunchRig rig = new LaunchRig(WINDOWS)) {
      List<LaunchReply> replies = new ArrayList<>();
      rig.launchClock()
          .after(Duration.ofSeconds(1), () -> replies.add(rig.coordinator().cancel("test")));
      stop(rig, 101, StopAction.SHUTDOWN);
      assertEquals(
          "Cancelled. windows may still stop; what Proxmox was already asked to do can't be undone.",
          text(replies.get(0).message()));
      assertEquals(LaunchPhase.CANCELLED, rig.last().phase());
      assertEquals("Cancelled: no longer waiting for windows to stop.", text(rig.last().message()));
      assertEquals(
          List.of("windows was asked to shut down: it may still shut down; that can't be undone."),
          texts(rig.last().changed()));
      assertFalse(rig.last().canCancel());
    }
  }

  /** A shutdown that a cancelled stop has left is waited for by the next one, not sent again. */
  @Test
  void aShutdownLeftUnderWayIsAdopted() {
    try (LaunchRig rig = new LaunchRig(WINDOWS)) {
      rig.launchClock().after(Duration.ofSeconds(1), () -> rig.coordinator().cancel("test"));
      stop(rig, 101, StopAction.SHUTDOWN);
      stop(rig, 101, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals(List.of("POST 101 shutdown"), rig.acts());
      assertTrue(
          rig.reports().stream()
              .flatMap(report -> report.steps().stream())
              .flatMap(step -> step.detail().stream())
              .anyMatch(detail -> text(detail).equals("this shutdown was already under way")));
    }
  }

  @Test
  void oneThatLeavesTheNodeMeanwhileIsNotSaidToHaveStopped() {
    try (LaunchRig rig =
        new LaunchRig(
            SimScenario.parse(
                "{\"nodes\":[{\"name\":\"pve\"},{\"name\":\"other\"}],\"vms\":[" + DEAF + "]}"))) {
      rig.launchClock()
          .after(Duration.ofSeconds(2), () -> rig.server().cluster().migrate(103, "other"));
      stop(rig, 103, StopAction.SHUTDOWN);
      assertEquals("deaf is no longer on host pve.", text(rig.last().message()));
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase());
    }
  }

  @Test
  void similarStopsTellHowLongItUsuallyTakes() {
    try (LaunchRig rig = new LaunchRig(WINDOWS)) {
      stop(rig, 101, StopAction.SHUTDOWN);
      Duration taken = Duration.between(rig.last().startedAt(), rig.last().endedAt().orElseThrow());
      rig.clock().advance(Duration.ofMinutes(1));
      rig.launch(101);
      assertEquals(Optional.empty(), rig.last().usually());
      rig.clock().advance(Duration.ofMinutes(1));
      stop(rig, 101, StopAction.SHUTDOWN);
      assertEquals(Optional.of(taken), rig.last().usually());
    }
  }

  @Test
  void nothingIsStoppingAnyMoreWhenItIsOver() {
    try (LaunchRig rig = new LaunchRig(WINDOWS)) {
      stop(rig, 101, StopAction.SHUTDOWN);
      assertTrue(
          rig.reports().stream().anyMatch(one -> one.stopping().equals(Set.of(new VmId(101)))));
      assertEquals(Set.of(), rig.last().stopping());
    }
  }

  private static LaunchReply stop(LaunchRig rig, int vmid, StopAction action) {
    return rig.stop(vmid, Optional.of(action));
  }
}
