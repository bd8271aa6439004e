package io.github.riskyproxmox.launch;

import static io.github.riskyproxmox.message.Messages.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.Recovery;
import io.github.riskyproxmox.domain.stop.StopAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** QEMU is there, and the guest does not run (pve-api.md §14). */
class StatesLaunchTest {
  private static final String LINUX = "{\"vmid\":102,\"name\":\"linux\"}";

  @ParameterizedTest
  @CsvSource({"suspended,ASLEEP", "paused,PAUSED", "prelaunch,PAUSED", "shutdown,POWERED_OFF"})
  void whatCanGoOnIsResumedUntilItRuns(String qmpStatus, String power) {
    try (LaunchRig rig = new LaunchRig(in(105, qmpStatus))) {
      assertEquals(power, rig.power(105));
      assertInstanceOf(LaunchReply.Started.class, rig.launch(105));
      assertEquals(List.of("POST 105 resume"), rig.acts());
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals("RUNNING", rig.power(105));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"suspended", "paused", "prelaunch", "shutdown"})
  void aBackupDoesNotKeepThemFromBeingResumed(String qmpStatus) {
    try (LaunchRig rig = new LaunchRig(in(105, qmpStatus).replace("}", ",\"lock\":\"backup\"}"))) {
      assertInstanceOf(LaunchReply.Started.class, rig.launch(105));
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals("RUNNING", rig.power(105));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"io-error", "internal-error", "guest-panicked"})
  void aCrashedOneIsNotCalledRunning(String qmpStatus) {
    try (LaunchRig rig = new LaunchRig(in(105, qmpStatus))) {
      LaunchReply reply = rig.launch(105);
      assertEquals("TargetCrashed", reply.getClass().getSimpleName());
      assertTrue(text(reply.message()).contains(qmpStatus), text(reply.message()));
      assertEquals(List.of(), rig.acts());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"suspended", "paused"})
  void aHaltedOneInTheWayIsResumedThenShutDown(String qmpStatus) {
    try (LaunchRig rig = new LaunchRig(in(105, qmpStatus) + "," + LINUX)) {
      assertInstanceOf(LaunchReply.NeedsAction.class, rig.launch(102));
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals(List.of("POST 105 resume", "POST 105 shutdown", "POST 102 start"), rig.acts());
      assertEquals(List.of(), rig.witness().violations());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"io-error", "shutdown"})
  void oneInTheWayHoldsItsResourcesAndIsNotAskedToShutDown(String qmpStatus) {
    try (LaunchRig rig = new LaunchRig(in(105, qmpStatus) + "," + LINUX)) {
      assertInstanceOf(LaunchReply.NeedsAction.class, rig.launch(102));
      LaunchReply.Refused refused =
          assertInstanceOf(LaunchReply.Refused.class, rig.launch(102, StopAction.SHUTDOWN));
      assertTrue(text(refused.message()).contains("Terminate"), text(refused.message()));
      assertEquals(List.of(), rig.acts());
      rig.launch(102, StopAction.TERMINATE);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals("STOPPED", rig.power(105));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"io-error", "internal-error", "guest-panicked"})
  void aResetEndsWhenItRuns(String qmpStatus) {
    try (LaunchRig rig = new LaunchRig(in(105, qmpStatus))) {
      assertInstanceOf(
          LaunchReply.Started.class, rig.recover(105, Recovery.RESET, Optional.empty()));
      assertEquals(List.of("POST 105 reset", "POST 105 resume"), rig.acts());
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals("RUNNING", rig.power(105));
      assertEquals(List.of(), rig.witness().violations());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"io-error", "internal-error", "guest-panicked"})
  void aRestartStartsItWhenItIsReallyGone(String qmpStatus) {
    try (LaunchRig rig = new LaunchRig(in(105, qmpStatus))) {
      assertInstanceOf(
          LaunchReply.Started.class, rig.recover(105, Recovery.RESTART, Optional.empty()));
      assertEquals(List.of("POST 105 stop", "POST 105 start"), rig.acts());
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals("RUNNING", rig.power(105));
      assertEquals(List.of(), rig.witness().violations());
    }
  }

  @Test
  void whatIsInTheWayOfACrashedOneIsAskedAboutToo() {
    String windows = "{\"vmid\":101,\"name\":\"windows\",\"state\":\"running\"}";
    try (LaunchRig rig = new LaunchRig(windows + "," + in(105, "io-error"))) {
      assertInstanceOf(
          LaunchReply.NeedsAction.class, rig.recover(105, Recovery.RESET, Optional.empty()));
      assertEquals(List.of(), rig.acts());
      rig.recover(105, Recovery.RESET, Optional.of(StopAction.SHUTDOWN));
      assertEquals(List.of("POST 101 shutdown", "POST 105 reset", "POST 105 resume"), rig.acts());
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals(Optional.of(StopAction.SHUTDOWN), rig.last().action());
    }
  }

  @Test
  void aRestartTellsNotOfATerminationThatNobodyAskedFor() {
    String windows = "{\"vmid\":101,\"name\":\"windows\",\"state\":\"running\"}";
    try (LaunchRig rig = new LaunchRig(windows + "," + in(105, "io-error"))) {
      rig.recover(105, Recovery.RESTART, Optional.of(StopAction.SHUTDOWN));
      assertEquals(List.of("POST 101 shutdown", "POST 105 stop", "POST 105 start"), rig.acts());
      assertEquals(Optional.of(StopAction.SHUTDOWN), rig.last().action());
    }
  }

  @Test
  void aDiskThatStillFailsIsSaid() {
    try (LaunchRig rig = new LaunchRig(in(105, "io-error"))) {
      rig.server().cluster().setDiskFailing(105, true);
      rig.recover(105, Recovery.RESET, Optional.empty());
      assertEquals(LaunchPhase.FAILED, rig.last().phase());
      assertTrue(text(rig.last().message()).contains("io-error"), text(rig.last().message()));
    }
  }

  @Test
  void oneThatCrashesWhileItWaitsItsTurnIsNotStarted() {
    String windows = "{\"vmid\":101,\"name\":\"windows\",\"state\":\"running\"}";
    try (LaunchRig rig = new LaunchRig(windows + "," + in(105, "suspended"))) {
      rig.launchClock()
          .after(Duration.ofSeconds(1), () -> rig.server().cluster().enters(105, "internal-error"));
      rig.launch(105, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.FAILED, rig.last().phase());
      assertTrue(text(rig.last().message()).contains("internal-error"), text(rig.last().message()));
      assertEquals(List.of("POST 101 shutdown"), rig.acts());
    }
  }

  @Test
  void aBackupOfACrashedOneIsWaitedFor() {
    try (LaunchRig rig = new LaunchRig(in(105, "io-error").replace("}", ",\"lock\":\"backup\"}"))) {
      LaunchReply.Refused refused =
          assertInstanceOf(
              LaunchReply.Refused.class, rig.recover(105, Recovery.RESET, Optional.empty()));
      assertTrue(text(refused.message()).contains("is being backed up"), text(refused.message()));
      assertEquals(List.of(), rig.acts());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = LaunchKind.class,
      names = {"RESET", "RESTART"})
  void anAgentThatDiesGoesOnWithItAndSendsNothingTwice(LaunchKind kind) {
    List<String> calls = Trial.calls(kind);
    List<String> broken = new ArrayList<>();
    for (int call = 0; call < calls.size(); call++) {
      for (boolean after : new boolean[] {false, true}) {
        String where = (after ? "after " : "before ") + call + " " + calls.get(call) + ": ";
        Trial.crash(kind, call, after, Duration.ofSeconds(30)).stream()
            .map(where::concat)
            .forEach(broken::add);
      }
    }
    assertEquals(List.of(), broken);
  }

  private static String in(int vmid, String state) {
    return "{\"vmid\":%d,\"name\":\"odd\",\"state\":\"%s\"}".formatted(vmid, state);
  }
}
