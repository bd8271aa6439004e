package io.github.riskyproxmox.launch;

import static io.github.riskyproxmox.message.Messages.text;
import static io.github.riskyproxmox.message.Messages.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.launch.LaunchGoal;
import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.StopWish;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.proxmox.http.Limits;
import io.github.riskyproxmox.simulator.Fault;
import io.github.riskyproxmox.simulator.FaultRules;
import io.github.riskyproxmox.simulator.SimScenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What runs is stopped, then the node is shut down (pve-api.md §13). */
class HostShutdownTest {
  private static final String WINDOWS =
      "{\"vmid\":101,\"name\":\"windows\",\"state\":\"running\",\"guest\":{\"shutdown\":4}}";
  private static final String LINUX = "{\"vmid\":102,\"name\":\"linux\"}";
  private static final String DEAF =
      "{\"vmid\":103,\"name\":\"deaf\",\"state\":\"running\",\"guest\":{\"ignoresAcpi\":true}}";
  private static final String NAS =
      "{\"vmid\":104,\"name\":\"nas\",\"state\":\"running\",\"tags\":\"keep\"}";
  private static final String CONTAINER =
      "{\"vmid\":201,\"name\":\"jellyfin\",\"type\":\"lxc\",\"state\":\"running\"}";
  private static final String NODE = "POST /nodes/pve/status";

  /** No other test's: the names of the nodes are known for a while. */
  private static final LaunchStage ONE_NODE = new LaunchStage(Limits.STANDARD);

  private static final List<String> COMMANDED = List.of("pve shutdown");

  @Test
  void whatRunsIsStoppedAndThenTheNodeIsAsked() {
    try (LaunchRig rig = allowed(WINDOWS + "," + LINUX)) {
      LaunchReply.Started started =
          assertInstanceOf(LaunchReply.Started.class, shutDown(rig, StopAction.SHUTDOWN));
      assertEquals("Shutting down host pve.", text(started.message()));
      assertEquals(List.of("POST 101 shutdown", NODE), rig.acts());
      assertEquals(COMMANDED, rig.server().cluster().nodeCommands());
      LaunchReport report = rig.last();
      assertEquals(LaunchGoal.HOST_SHUTDOWN, report.goal());
      assertEquals(LaunchPhase.SUCCEEDED, report.phase());
      assertEquals("Host pve was asked to shut down.", text(report.message()));
      assertEquals(Optional.empty(), report.target());
      assertEquals("pve", report.subject());
      assertEquals(new NodeName("pve"), report.node());
      assertEquals(
          List.of("windows has stopped.", "Host pve was asked to shut down."),
          texts(report.changed()));
      assertEquals(List.of(), texts(report.unchanged()));
      assertEquals(List.of(), rig.witness().violations());
      assertTrue(
          rig.reports().stream()
              .map(one -> text(one.message()))
              .toList()
              .containsAll(
                  List.of(
                      "Waiting for windows to stop, then shutting down host pve.",
                      "Asking host pve to shut down.")));
    }
  }

  @Test
  void withoutAnActionItAsks() {
    try (LaunchRig rig = allowed(WINDOWS + "," + DEAF + "," + LINUX)) {
      LaunchReply.NeedsAction asks =
          assertInstanceOf(LaunchReply.NeedsAction.class, rig.shutDownHost(Optional.empty()));
      assertEquals(
          "windows and deaf are running. What should happen before host pve shuts down?",
          text(asks.message()));
      assertEquals(
          List.of(101, 103), asks.choice().guests().stream().map(vm -> vm.id().value()).toList());
      assertEquals(List.of(), rig.acts());
    }
  }

  @Test
  void whereNothingRunsTheNodeIsAskedAtOnce() {
    try (LaunchRig rig = allowed(LINUX)) {
      assertInstanceOf(LaunchReply.Started.class, rig.shutDownHost(Optional.empty()));
      assertEquals(List.of(NODE), rig.acts());
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase());
      assertEquals(List.of(), rig.last().steps());
    }
  }

  /** Proxmox stops them as it shuts down, in the order of the start-up settings. */
  @Test
  void whatIsKeptAndTheContainersAreLeftToProxmox() {
    try (LaunchRig rig = allowed(WINDOWS + "," + NAS + "," + CONTAINER)) {
      shutDown(rig, StopAction.SHUTDOWN);
      assertEquals(List.of("POST 101 shutdown", NODE), rig.acts());
      assertEquals("RUNNING", rig.power(104));
    }
  }

  @Test
  void anEasyKillIsTerminatedWithoutAQuestion() {
    try (LaunchRig rig = allowed(WINDOWS.replace("}}", "},\"tags\":\"easy-kill\"}"))) {
      assertInstanceOf(LaunchReply.Started.class, rig.shutDownHost(Optional.empty()));
      assertEquals(List.of("POST 101 stop", NODE), rig.acts());
    }
  }

  @Test
  void eachVmCanStopItsOwnWay() {
    try (LaunchRig rig = allowed(WINDOWS + "," + DEAF)) {
      StopWish wish =
          new StopWish(
              Optional.of(StopAction.SHUTDOWN), Map.of(new VmId(103), StopAction.TERMINATE));
      rig.shutDownHost(Optional.of(new NodeName("pve")), wish);
      assertEquals(List.of("POST 101 shutdown", "POST 103 stop", NODE), rig.acts());
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase());
    }
  }

  @Test
  void withoutTheSettingItIsRefusedAndTheAnswerSaysHowToAllowIt() {
    try (LaunchRig rig = onOneNode(WINDOWS)) {
      rig.grant("/nodes/pve", "Sys.PowerMgmt");
      LaunchReply.Refused no =
          assertInstanceOf(LaunchReply.Refused.class, shutDown(rig, StopAction.SHUTDOWN));
      assertEquals(
          "Shutting down hosts is not allowed here. To allow it, set HOST_POWEROFF=true in .env and restart the agent.",
          text(no.message()));
      assertEquals(List.of(), rig.acts());
    }
  }

  @Test
  void withoutTheRightItIsRefusedBeforeAnythingStops() {
    try (LaunchRig rig = onOneNode(WINDOWS)) {
      rig.allowHostPoweroff();
      LaunchReply.Refused no =
          assertInstanceOf(LaunchReply.Refused.class, shutDown(rig, StopAction.SHUTDOWN));
      assertEquals(
          "The access token may not shut down host pve: it has no Sys.PowerMgmt on /nodes/pve (with privilege separation both the user and the token need it).",
          text(no.message()));
      assertEquals(List.of(), rig.acts());
    }
  }

  @Test
  void amongSeveralNodesOneMustBeNamed() {
    try (LaunchRig rig =
        onTwoNodes(
            WINDOWS
                + ",{\"vmid\":105,\"name\":\"far\",\"node\":\"other\",\"state\":\"running\"}")) {
      LaunchReply.Refused which =
          assertInstanceOf(LaunchReply.Refused.class, shutDown(rig, StopAction.SHUTDOWN));
      assertEquals(
          "There are several hosts: other and pve. Name one as \"node\".", text(which.message()));
      LaunchReply.Refused unknown =
          assertInstanceOf(
              LaunchReply.Refused.class,
              rig.shutDownHost(
                  Optional.of(new NodeName("pve9")),
                  StopWish.all(Optional.of(StopAction.SHUTDOWN))));
      assertEquals(
          "There is no host pve9 here. There are: other and pve.", text(unknown.message()));
      assertEquals(List.of(), rig.acts());
      rig.shutDownHost(
          Optional.of(new NodeName("pve")), StopWish.all(Optional.of(StopAction.SHUTDOWN)));
      assertEquals(List.of("POST 101 shutdown", NODE), rig.acts());
      assertEquals(COMMANDED, rig.server().cluster().nodeCommands());
    }
  }

  @Test
  void whatDoesNotStopKeepsTheNodeOn() {
    try (LaunchRig rig = allowed(WINDOWS + "," + DEAF)) {
      shutDown(rig, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.FAILED, rig.last().phase());
      assertEquals(
          "deaf is still running: it did not shut down within 3 min (VM quit/powerdown failed - got timeout). Host pve was not shut down.",
          text(rig.last().message()));
      assertEquals(List.of("Host pve was not shut down."), texts(rig.last().unchanged()));
      assertEquals(List.of(), rig.server().cluster().nodeCommands());
    }
  }

  @Test
  void terminateOvertakesAShutdown() {
    try (LaunchRig rig = allowed(DEAF)) {
      List<LaunchReply> replies = new ArrayList<>();
      rig.launchClock()
          .after(
              Duration.ofSeconds(3),
              () -> {
                replies.add(shutDown(rig, StopAction.SHUTDOWN));
                replies.add(rig.stop(103, Optional.of(StopAction.TERMINATE)));
                replies.add(shutDown(rig, StopAction.TERMINATE));
              });
      shutDown(rig, StopAction.SHUTDOWN);
      assertEquals(
          "Busy: shutting down host pve. Nothing was changed.", text(replies.get(0).message()));
      assertInstanceOf(LaunchReply.InProgress.class, replies.get(1));
      assertEquals(
          "Terminating what is still running, then shutting down host pve.",
          text(replies.get(2).message()));
      assertEquals(List.of("POST 103 shutdown", "POST 103 stop overruling", NODE), rig.acts());
    }
  }

  /** The request for one node does not terminate what stops on another. */
  @Test
  void anotherNodesRequestDoesNotOvertake() {
    try (LaunchRig rig = onTwoNodes(DEAF)) {
      List<LaunchReply> replies = new ArrayList<>();
      rig.launchClock()
          .after(
              Duration.ofSeconds(3),
              () ->
                  replies.add(
                      rig.shutDownHost(
                          Optional.of(new NodeName("other")),
                          StopWish.all(Optional.of(StopAction.TERMINATE)))));
      rig.shutDownHost(
          Optional.of(new NodeName("pve")), StopWish.all(Optional.of(StopAction.SHUTDOWN)));
      assertInstanceOf(LaunchReply.InProgress.class, replies.get(0));
      assertEquals(List.of("POST 103 shutdown"), rig.acts());
    }
  }

  @Test
  void cancellingIsPossibleUntilTheNodeIsAsked() {
    try (LaunchRig rig = allowed(WINDOWS)) {
      List<LaunchReply> replies = new ArrayList<>();
      rig.launchClock()
          .after(Duration.ofSeconds(1), () -> replies.add(rig.coordinator().cancel("test")));
      shutDown(rig, StopAction.SHUTDOWN);
      assertEquals(
          "Host pve will not be shut down. What Proxmox was already asked to do can't be undone.",
          text(replies.get(0).message()));
      assertEquals("Cancelled: host pve will not be shut down.", text(rig.last().message()));
      assertEquals(List.of("Host pve was not shut down."), texts(rig.last().unchanged()));
      assertEquals(List.of(), rig.server().cluster().nodeCommands());
    }
    try (LaunchRig rig = allowed(WINDOWS)) {
      List<LaunchReply> replies = new ArrayList<>();
      rig.witness()
          .before(
              call -> {
                if (rig.witness().calls().get(call).equals("shut down pve")) {
                  replies.add(rig.coordinator().cancel("test"));
                }
              });
      shutDown(rig, StopAction.SHUTDOWN);
      assertEquals(
          "Host pve is already being asked to shut down, so it is too late to cancel.",
          text(replies.get(0).message()));
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase());
    }
  }

  @Test
  void aLostAnswerIsNotAskedForAgain() {
    for (Fault lost : List.of(Fault.resetBefore(), Fault.resetAfter(), Fault.cutOff())) {
      try (LaunchRig rig = allowed(WINDOWS)) {
        rig.server().faults().on("POST", "/nodes/pve/status").inject(lost);
        shutDown(rig, StopAction.SHUTDOWN);
        assertEquals(LaunchPhase.INTERRUPTED, rig.last().phase());
        String said = text(rig.last().message());
        assertTrue(
            said.startsWith("Host pve was probably asked to shut down, but the answer was lost"),
            said);
        assertTrue(said.endsWith("It is not asked again: look whether it is still on."), said);
        assertTrue(rig.acts().stream().filter(NODE::equals).count() <= 1);
        assertEquals(List.of(), texts(rig.last().unchanged()));
      }
    }
  }

  @Test
  void anAgentThatIsRestartedWhileItAsksDoesNotAskAgain() {
    try (LaunchRig rig = allowed(WINDOWS)) {
      Trial.dieAfter(rig, "shut down pve", () -> shutDown(rig, StopAction.SHUTDOWN));
      rig.restart();
      assertEquals(COMMANDED, rig.server().cluster().nodeCommands());
      assertEquals(LaunchPhase.INTERRUPTED, rig.last().phase());
      assertEquals(
          "The launcher was restarted while it asked host pve to shut down. It is not asked again: look whether it is still on.",
          text(rig.last().message()));
      assertEquals(List.of("windows has stopped."), texts(rig.last().changed()));
    }
  }

  /** The node came back: it must not be switched off by what was asked for before. */
  @Test
  void anAgentThatIsRestartedBeforeItAsksGoesOnOnlyForAShortTime() {
    for (boolean soon : new boolean[] {true, false}) {
      try (LaunchRig rig = allowed(WINDOWS)) {
        Trial.dieAfter(rig, "shutdown 101", () -> shutDown(rig, StopAction.SHUTDOWN));
        rig.clock().advance(Duration.ofMinutes(soon ? 1 : 20));
        rig.restart();
        assertEquals(
            soon ? LaunchPhase.SUCCEEDED : LaunchPhase.INTERRUPTED,
            rig.last().phase(),
            text(rig.last().message()));
        assertEquals(soon ? COMMANDED : List.of(), rig.server().cluster().nodeCommands());
      }
    }
  }

  @Test
  void aNodeThatIsNotReachedIsAskedAgainAndThenGivenUp() {
    try (LaunchRig rig = allowed(WINDOWS)) {
      outageBeforeAsking(rig, Duration.ofSeconds(20));
      shutDown(rig, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals(COMMANDED, rig.server().cluster().nodeCommands());
    }
    try (LaunchRig rig = allowed(WINDOWS)) {
      outageBeforeAsking(rig, Duration.ofMinutes(10));
      shutDown(rig, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.FAILED, rig.last().phase());
      assertTrue(
          text(rig.last().message()).startsWith("Host pve was not shut down: "),
          text(rig.last().message()));
      assertTrue(
          Duration.between(rig.last().startedAt(), rig.last().endedAt().orElseThrow()).toMinutes()
              < 4);
      assertEquals(List.of("Host pve was not shut down."), texts(rig.last().unchanged()));
    }
  }

  private static void outageBeforeAsking(LaunchRig rig, Duration time) {
    List<Integer> begun = new ArrayList<>();
    rig.witness()
        .before(
            call -> {
              if (rig.witness().calls().get(call).equals("shut down pve") && begun.isEmpty()) {
                begun.add(call);
                rig.server().faults().outage(time);
              }
            });
  }

  @Test
  void aRefusalIsSaidInProxmoxsWords() {
    try (LaunchRig rig = allowed(WINDOWS)) {
      rig.server()
          .faults()
          .on("POST", "/nodes/pve/status")
          .inject(Fault.refusal(500, "something broke"));
      shutDown(rig, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.FAILED, rig.last().phase());
      assertEquals("Host pve was not shut down: something broke.", text(rig.last().message()));
      assertEquals(List.of("Host pve was not shut down."), texts(rig.last().unchanged()));
      assertEquals(List.of(), rig.server().cluster().nodeCommands());
      assertEquals(1, rig.acts().stream().filter(NODE::equals).count());
    }
  }

  @Test
  void silenceAboutAVmKeepsTheNodeOn() {
    try (LaunchRig rig = allowed(WINDOWS)) {
      rig.launchClock()
          .after(
              Duration.ofSeconds(1),
              () ->
                  rig.server()
                      .faults()
                      .on(FaultRules.ANY, ".*")
                      .always()
                      .inject(Fault.status(595, "No route to host")));
      shutDown(rig, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.FAILED, rig.last().phase());
      assertTrue(
          text(rig.last().message()).contains("Host pve was not shut down"),
          text(rig.last().message()));
    }
  }

  private static LaunchReply shutDown(LaunchRig rig, StopAction action) {
    return rig.shutDownHost(Optional.of(action));
  }

  private static LaunchRig allowed(String vms) {
    return allow(onOneNode(vms));
  }

  private static LaunchRig onOneNode(String vms) {
    return new LaunchRig(LaunchRig.scenario(vms), ONE_NODE);
  }

  /** On a stage of its own: the names of the nodes are known for a while. */
  private static LaunchRig onTwoNodes(String vms) {
    String nodes = "[{\"name\":\"pve\"},{\"name\":\"other\"}]";
    return allow(
        new LaunchRig(
            SimScenario.parse("{\"nodes\":" + nodes + ",\"vms\":[" + vms + "]}"),
            new LaunchStage(Limits.STANDARD)));
  }

  private static LaunchRig allow(LaunchRig rig) {
    rig.allowHostPoweroff();
    rig.grant("/nodes", "Sys.PowerMgmt");
    return rig;
  }
}
