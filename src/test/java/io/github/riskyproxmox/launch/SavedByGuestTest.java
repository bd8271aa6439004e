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
import io.github.riskyproxmox.domain.launch.StopChoice;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.simulator.Fault;
import io.github.riskyproxmox.simulator.FaultRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hibernation of a VM with a passed-through device: its guest saves itself (pve-api.md §11). */
class SavedByGuestTest {
  private static final String LINUX = "{\"vmid\":102,\"name\":\"linux\"}";
  private static final String SUSPEND = ".*/agent/suspend-disk";
  private static final String ASKED = "POST 113 agent/suspend-disk";

  @ParameterizedTest
  @ValueSource(strings = {"\"suspend\":3", "\"suspend\":40"})
  void itAsksTheGuestAndWaitsUntilItIsOff(String agent) {
    try (LaunchRig rig = rig(gaming(agent) + "," + LINUX)) {
      rig.launch(102, StopAction.HIBERNATE);
      LaunchReport report = rig.last();
      assertEquals(LaunchPhase.SUCCEEDED, report.phase(), text(report.message()));
      assertEquals(List.of(ASKED, "POST 102 start"), rig.acts());
      assertEquals(
          List.of("gaming has saved itself and powered off.", "linux was started."),
          texts(report.changed()));
      assertEquals(
          List.of(
              "Asked gaming to save itself and power off", "gaming has stopped", "Started linux"),
          report.steps().stream().map(step -> text(step.title())).toList());
      LaunchStep waited = report.steps().get(1);
      assertEquals("saved by the guest", text(waited.detail().orElseThrow()));
      assertEquals(Optional.of(PowerState.STOPPED), waited.reached());
      assertTrue(
          rig.reports().stream()
              .filter(one -> one.endedAt().isEmpty())
              .flatMap(one -> one.steps().stream())
              .flatMap(step -> step.detail().stream())
              .noneMatch(detail -> text(detail).contains("task has ended")));
    }
  }

  @Test
  void alsoWhereNothingIsStartedAfterwards() {
    try (LaunchRig rig = rig(gaming(""))) {
      rig.stop(113, Optional.of(StopAction.HIBERNATE));
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase());
      assertEquals("gaming has saved itself and powered off.", text(rig.last().message()));
      assertEquals("STOPPED", rig.power(113));
      assertEquals(Optional.of(StopAction.HIBERNATE), rig.last().action());
    }
  }

  @Test
  void itIsOfferedOnlyWhereTheAgentCanDoIt() {
    assertEquals(Optional.empty(), obstacle(gaming("")));
    assertEquals(
        Optional.of(
            "Not available: gaming uses a passed-through device (hostpci0). It can't save itself"
                + " either: its guest agent does not offer that."),
        obstacle(gaming("\"disabled\":[\"guest-suspend-disk\"]")));
    assertEquals(
        Optional.of(
            "Not available: gaming uses a passed-through device (hostpci0). It can't save itself"
                + " either: its guest agent can't be asked (No QEMU guest agent configured)."),
        obstacle(gaming("").replace(",\"options\":{\"agent\":\"1\"}", "")));
    assertEquals(
        Optional.of(
            "Not available: gaming uses a passed-through device (hostpci0). It can't save itself"
                + " either: its guest agent can't be asked (QEMU guest agent is not running)."),
        obstacle(gaming("").replace(",\"guest\":{\"agent\":{}}", "")));
    assertEquals(
        Optional.of(
            "Not available: gaming uses a passed-through device (hostpci0). It can't save itself"
                + " either, because it is asleep."),
        obstacle(gaming("").replace("running", "suspended")));
  }

  private static Optional<String> obstacle(String gaming) {
    try (LaunchRig rig = rig(gaming + "," + LINUX)) {
      LaunchReply.NeedsAction asks =
          assertInstanceOf(LaunchReply.NeedsAction.class, rig.launch(102));
      Optional<String> reason =
          asks.choice().offers().stream()
              .filter(offer -> offer.action().equals(StopAction.HIBERNATE))
              .map(StopChoice.Offer::availability)
              .flatMap(one -> one.reason().stream())
              .map(io.github.riskyproxmox.message.Messages::text)
              .findFirst();
      if (reason.isPresent()) {
        LaunchReply.Refused no =
            assertInstanceOf(LaunchReply.Refused.class, rig.launch(102, StopAction.HIBERNATE));
        assertEquals(reason.get(), text(no.message()));
      }
      assertEquals(List.of(), rig.acts());
      return reason;
    }
  }

  @Test
  void anAgentThatRefusesEndsItWithItsWords() {
    try (LaunchRig rig =
        rig(
            gaming("\"refusal\":\"the requested suspend mode is not supported by the guest\"")
                + ","
                + LINUX)) {
      rig.launch(102, StopAction.HIBERNATE);
      assertEquals(LaunchPhase.FAILED, rig.last().phase());
      assertEquals(
          "gaming is still running: the requested suspend mode is not supported by the guest. linux was not started.",
          text(rig.last().message()));
      assertEquals(List.of(ASKED), rig.acts());
      assertEquals("RUNNING", rig.power(113));
    }
  }

  @Test
  void aGuestThatComesBackIsAFailureWithItsReason() {
    try (LaunchRig rig = rig(gaming("\"wakes\":true") + "," + LINUX)) {
      rig.launch(102, StopAction.HIBERNATE);
      LaunchReport report = rig.last();
      assertEquals(LaunchPhase.FAILED, report.phase());
      assertEquals(
          "gaming is still running: its guest agent still answers, so it has not saved itself, or it came back. linux was not started.",
          text(report.message()));
      assertTrue(
          Duration.between(report.startedAt(), report.endedAt().orElseThrow()).toSeconds() < 90);
      assertEquals(
          List.of("gaming was told to save itself and power off."), texts(report.changed()));
      assertEquals(List.of(ASKED), rig.acts());
    }
  }

  @Test
  void oneThatFallsSilentAndStaysUpEndsAtItsDeadline() {
    try (LaunchRig rig = rig(gaming("\"suspend\":2000") + "," + LINUX)) {
      rig.launchClock()
          .after(
              Duration.ofSeconds(6),
              () ->
                  rig.server()
                      .cluster()
                      .setGuest(113, io.github.riskyproxmox.simulator.GuestBehaviour.usual()));
      rig.launch(102, StopAction.HIBERNATE);
      assertEquals(LaunchPhase.FAILED, rig.last().phase());
      assertEquals(
          "gaming is still running: it was not gone within 10 min. linux was not started.",
          text(rig.last().message()));
      assertEquals(List.of(ASKED), rig.acts());
    }
  }

  @Test
  void terminateOvertakesIt() {
    try (LaunchRig rig = rig(gaming("\"suspend\":300") + "," + LINUX)) {
      List<LaunchReply> replies = new ArrayList<>();
      rig.launchClock()
          .after(Duration.ofSeconds(10), () -> replies.add(rig.launch(102, StopAction.TERMINATE)));
      rig.launch(102, StopAction.HIBERNATE);
      assertInstanceOf(LaunchReply.Escalated.class, replies.get(0));
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals(
          List.of("gaming has stopped.", "linux was started."), texts(rig.last().changed()));
      assertEquals(3, rig.acts().size(), rig.acts().toString());
      assertTrue(rig.acts().get(1).startsWith("POST 113 stop"), rig.acts().toString());
    }
  }

  @Test
  void aLostAnswerIsNeverAskedForAgain() {
    for (Fault lost :
        List.of(Fault.resetBefore(), Fault.resetAfter(), Fault.notJson(), Fault.cutOff())) {
      try (LaunchRig rig = rig(gaming("\"suspend\":8") + "," + LINUX)) {
        rig.server().faults().on("POST", SUSPEND).inject(lost);
        rig.launch(102, StopAction.HIBERNATE);
        long asked = rig.acts().stream().filter(ASKED::equals).count();
        assertTrue(asked <= 1, lost + ": " + rig.acts());
        boolean arrived = rig.power(113).equals("STOPPED");
        assertEquals(
            arrived ? LaunchPhase.SUCCEEDED : LaunchPhase.FAILED,
            rig.last().phase(),
            lost + ": " + text(rig.last().message()));
        if (!arrived) {
          assertEquals(
              "gaming is still running: its guest agent still answers, so it has not saved itself, or it came back; that request may never have arrived. linux was not started.",
              text(rig.last().message()));
          assertEquals(
              List.of(
                  "gaming may have been told to save itself and power off: it may still save itself and power off; that can't be undone."),
              texts(rig.last().changed()));
        }
        assertEquals(List.of(), rig.witness().violations());
      }
    }
  }

  @Test
  void oneThatDidNotArriveIsAskedAgain() {
    try (LaunchRig rig = rig(gaming("") + "," + LINUX)) {
      rig.witness()
          .before(
              call -> {
                if (rig.witness().calls().get(call).equals("suspend disk 113")
                    && rig.launchClock().now().isBefore(rig.last().startedAt().plusSeconds(1))) {
                  rig.server().faults().outage(Duration.ofSeconds(5));
                }
              });
      rig.launch(102, StopAction.HIBERNATE);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals(List.of(ASKED, "POST 102 start"), rig.acts());
    }
  }

  @Test
  void silenceWhileItIsWatchedIsOverInTime() {
    try (LaunchRig rig = rig(gaming("\"suspend\":300") + "," + LINUX)) {
      rig.launchClock()
          .after(
              Duration.ofSeconds(10),
              () ->
                  rig.server()
                      .faults()
                      .on(FaultRules.ANY, ".*")
                      .always()
                      .inject(Fault.status(595, "No route to host")));
      rig.launch(102, StopAction.HIBERNATE);
      LaunchReport report = rig.last();
      assertEquals(LaunchPhase.FAILED, report.phase());
      assertTrue(text(report.message()).contains("linux was not started"), text(report.message()));
      assertEquals(
          List.of(
              "gaming was told to save itself and power off: it may still save itself and power off; that can't be undone."),
          texts(report.changed()));
    }
  }

  @Test
  void aMissingPrivilegeIsNamedWithoutProxmoxsWholeSentence() {
    try (LaunchRig rig = new LaunchRig(gaming(""))) {
      LaunchReply reply = rig.stop(113, Optional.of(StopAction.HIBERNATE));
      assertEquals(
          "Not available: gaming uses a passed-through device (hostpci0). It can't save itself"
              + " either: its guest agent can't be asked (the token has no VM.GuestAgent.Audit; on Proxmox"
              + " VE 8: VM.Monitor).",
          text(reply.message()));
    }
  }

  /** The page shows it on the card until a launch starts the VM again. */
  @Test
  void itIsKnownToBeSavedUntilItIsStartedAgain() {
    try (LaunchRig rig = rig(gaming("") + "," + LINUX)) {
      rig.launch(102, StopAction.HIBERNATE);
      assertEquals(Set.of(new VmId(113)), rig.last().savedByGuest());
      rig.launch(113, StopAction.TERMINATE);
      assertEquals(Set.of(), rig.last().savedByGuest());
    }
  }

  private static LaunchRig rig(String vms) {
    LaunchRig rig = new LaunchRig(vms);
    rig.grant("/vms", "VM.Audit", "VM.PowerMgmt", "VM.Config.Disk", "VM.GuestAgent.Audit");
    return rig;
  }

  private static String gaming(String agent) {
    return "{\"vmid\":113,\"name\":\"gaming\",\"state\":\"running\",\"hostpci\":[\"0000:01:00\"],"
        + "\"options\":{\"agent\":\"1\"},\"guest\":{\"agent\":{"
        + agent
        + "}}}";
  }
}
