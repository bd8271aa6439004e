package io.github.riskyproxmox.launch;

import static io.github.riskyproxmox.message.Messages.text;
import static io.github.riskyproxmox.message.Messages.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.conflict.Exclusion;
import io.github.riskyproxmox.domain.launch.LaunchGoal;
import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.simulator.ScenarioStorage;
import io.github.riskyproxmox.simulator.SimScenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A VM is stopped, and started again when it is really gone. */
class RestartTest {
  private static final String WINDOWS =
      "{\"vmid\":101,\"name\":\"windows\",\"state\":\"running\",\"guest\":{\"shutdown\":4}}";
  private static final String DEAF =
      "{\"vmid\":103,\"name\":\"deaf\",\"state\":\"running\",\"guest\":{\"ignoresAcpi\":true}}";

  @ParameterizedTest
  @CsvSource({"shutdown,shutdown", "terminate,stop"})
  void itIsStoppedAndThenStarted(String action, String act) {
    try (LaunchRig rig = new LaunchRig(WINDOWS)) {
      LaunchReply.Started started =
          assertInstanceOf(LaunchReply.Started.class, restart(rig, 101, new StopAction(action)));
      assertEquals("Restarting windows.", text(started.message()));
      assertEquals(List.of("POST 101 " + act, "POST 101 start"), rig.acts());
      LaunchReport report = rig.last();
      assertEquals(LaunchGoal.RESTART, report.goal());
      assertEquals(LaunchPhase.SUCCEEDED, report.phase(), text(report.message()));
      assertEquals("windows was started.", text(report.message()));
      assertEquals(Optional.of(new StopAction(action)), report.action());
      assertEquals("RUNNING", rig.power(101));
      assertEquals(List.of(), rig.witness().violations());
      assertTrue(
          rig.reports().stream()
              .map(one -> text(one.message()))
              .anyMatch("Waiting for windows to stop, then starting windows again."::equals));
    }
  }

  @Test
  void withoutAnActionItAsks() {
    try (LaunchRig rig = new LaunchRig(WINDOWS)) {
      LaunchReply.NeedsAction asks =
          assertInstanceOf(LaunchReply.NeedsAction.class, rig.restart(101, Optional.empty()));
      assertEquals(
          "How should windows be stopped before it is started again?", text(asks.message()));
      assertEquals(List.of(), rig.acts());
    }
  }

  @Test
  void hibernatingItIsNoRestart() {
    try (LaunchRig rig = new LaunchRig(WINDOWS)) {
      LaunchReply.Refused no =
          assertInstanceOf(LaunchReply.Refused.class, restart(rig, 101, StopAction.HIBERNATE));
      assertEquals(
          "A hibernated VM picks up where it left off, so hibernating windows does not restart it. Choose something else.",
          text(no.message()));
      assertEquals(List.of(), rig.acts());
    }
  }

  @Test
  void oneThatDoesNotRunIsNotStarted() {
    try (LaunchRig rig = new LaunchRig(WINDOWS.replace("running", "stopped"))) {
      LaunchReply.AlreadyStopped off =
          assertInstanceOf(
              LaunchReply.AlreadyStopped.class, restart(rig, 101, StopAction.SHUTDOWN));
      assertEquals("windows is not running: it is stopped. Nothing was done.", text(off.message()));
      assertEquals(List.of(), rig.acts());
    }
  }

  /** A restart that could not end with a start would be a stop that nobody asked for. */
  @Test
  void whatCouldNotStartAgainIsNotStopped() {
    try (LaunchRig rig = new LaunchRig(WINDOWS.replace("}}", "},\"storage\":\"nas\"}"))) {
      rig.grant("/storage/nas", "Datastore.Audit");
      rig.server().cluster().setStorage(new ScenarioStorage("nas", true, false));
      LaunchReply.Refused no =
          assertInstanceOf(LaunchReply.Refused.class, restart(rig, 101, StopAction.SHUTDOWN));
      assertTrue(
          text(no.message()).contains("its storage nas is offline on host pve"),
          text(no.message()));
      assertEquals(List.of(), rig.acts());
      // Only to be stopped it needs no storage.
      assertInstanceOf(LaunchReply.Started.class, rig.stop(101, Optional.of(StopAction.SHUTDOWN)));
    }
  }

  @Test
  void whereSomebodyElseIsInTheWayItIsNotStopped() {
    String other = "{\"vmid\":108,\"name\":\"other\",\"state\":\"running\"}";
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + other)) {
      LaunchReply.Refused no =
          assertInstanceOf(LaunchReply.Refused.class, restart(rig, 101, StopAction.SHUTDOWN));
      assertEquals(
          "windows can't be started again while other is running, so it is not stopped.",
          text(no.message()));
      assertEquals(List.of(), rig.acts());
    }
    String third = "{\"vmid\":109,\"name\":\"third\",\"state\":\"paused\"}";
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + other + "," + third)) {
      assertEquals(
          "windows can't be started again while other is running and third is paused,"
              + " so it is not stopped.",
          text(restart(rig, 101, StopAction.SHUTDOWN).message()));
    }
  }

  @Test
  void whatComesUpMeanwhileKeepsItFromStarting() {
    try (LaunchRig rig = new LaunchRig(WINDOWS + ",{\"vmid\":107,\"name\":\"third\"}")) {
      rig.launchClock()
          .after(Duration.ofSeconds(1), () -> rig.server().cluster().startBySomebodyElse(107));
      restart(rig, 101, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.FAILED, rig.last().phase());
      assertEquals(
          "windows did not start: meanwhile something started third.", text(rig.last().message()));
      assertEquals(List.of("windows has stopped."), texts(rig.last().changed()));
      assertEquals(List.of("POST 101 shutdown"), rig.acts());
    }
  }

  @Test
  void oneThatDoesNotStopIsNotStarted() {
    try (LaunchRig rig = new LaunchRig(DEAF)) {
      restart(rig, 103, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.FAILED, rig.last().phase());
      assertEquals(
          "deaf is still running: it did not shut down within 3 min (VM quit/powerdown failed - got timeout). deaf was not started again.",
          text(rig.last().message()));
      assertEquals(List.of("POST 103 shutdown"), rig.acts());
      assertEquals(List.of("deaf was not started."), texts(rig.last().unchanged()));
    }
  }

  @Test
  void terminateOvertakesItsShutdown() {
    try (LaunchRig rig = new LaunchRig(DEAF)) {
      List<LaunchReply> replies = new ArrayList<>();
      rig.launchClock()
          .after(
              Duration.ofSeconds(3),
              () -> {
                replies.add(restart(rig, 103, StopAction.SHUTDOWN));
                replies.add(restart(rig, 103, StopAction.TERMINATE));
              });
      restart(rig, 103, StopAction.SHUTDOWN);
      assertEquals("Busy: restarting deaf. Nothing was changed.", text(replies.get(0).message()));
      assertInstanceOf(LaunchReply.Escalated.class, replies.get(1));
      assertEquals(
          "Terminating what is still running, then starting deaf again.",
          text(replies.get(1).message()));
      assertEquals(
          List.of("POST 103 shutdown", "POST 103 stop overruling", "POST 103 start"), rig.acts());
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals(Optional.of(StopAction.TERMINATE), rig.last().action());
    }
  }

  @Test
  void cancellingIsPossibleUntilItIsStarted() {
    try (LaunchRig rig = new LaunchRig(WINDOWS)) {
      List<LaunchReply> replies = new ArrayList<>();
      rig.launchClock()
          .after(Duration.ofSeconds(1), () -> replies.add(rig.coordinator().cancel("test")));
      restart(rig, 101, StopAction.SHUTDOWN);
      assertEquals(
          "windows will not be started again. What Proxmox was already asked to do can't be undone.",
          text(replies.get(0).message()));
      assertEquals("Cancelled: windows will not be started again.", text(rig.last().message()));
      assertEquals(List.of("POST 101 shutdown"), rig.acts());
    }
    try (LaunchRig rig = new LaunchRig(WINDOWS)) {
      List<LaunchReply> replies = new ArrayList<>();
      rig.listen(
          report -> {
            if (report.phase() == LaunchPhase.STARTING
                && !report.canCancel()
                && replies.isEmpty()) {
              replies.add(rig.coordinator().cancel("test"));
            }
          });
      restart(rig, 101, StopAction.SHUTDOWN);
      assertEquals(
          "windows is already starting, so it is too late to cancel.",
          text(replies.get(0).message()));
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase());
    }
  }

  @Test
  void onASharedCardOnlyWhatSharesItIsInTheWay() {
    try (LaunchRig rig =
        new LaunchRig(
            SimScenario.parse(
                """
                {"nodes": [{"name": "pve"}],
                 "vms": [{"vmid": 101, "name": "gaming", "state": "running",
                          "hostpci": ["0000:01:00"]},
                         {"vmid": 102, "name": "ml", "hostpci": ["0000:01:00"]},
                         {"vmid": 103, "name": "router", "state": "running"}]}
                """))) {
      rig.exclude(Exclusion.AUTO);
      restart(rig, 101, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals(List.of("POST 101 shutdown", "POST 101 start"), rig.acts());
    }
  }

  private static LaunchReply restart(LaunchRig rig, int vmid, StopAction action) {
    return rig.restart(vmid, Optional.of(action));
  }
}
