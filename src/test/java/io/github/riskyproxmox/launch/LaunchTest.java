package io.github.riskyproxmox.launch;

import static io.github.riskyproxmox.message.Messages.text;
import static io.github.riskyproxmox.message.Messages.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.StopChoice;
import io.github.riskyproxmox.domain.stop.Availability;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.simulator.Fault;
import io.github.riskyproxmox.simulator.GuestBehaviour;
import io.github.riskyproxmox.simulator.RecordedRequest;
import io.github.riskyproxmox.simulator.SimScenario;
import io.github.riskyproxmox.simulator.SimTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** "What a launch does", sentence by sentence. */
class LaunchTest {
  private static final String WINDOWS =
      "{\"vmid\":101,\"name\":\"windows\",\"state\":\"running\",\"guest\":{\"shutdown\":4}}";
  private static final String LINUX = "{\"vmid\":102,\"name\":\"linux\"}";
  private static final String DEAF =
      "{\"vmid\":103,\"name\":\"deaf\",\"state\":\"running\",\"guest\":{\"ignoresAcpi\":true}}";
  private static final String KIOSK =
      "{\"vmid\":104,\"name\":\"kiosk\",\"state\":\"running\",\"tags\":\"Easy-Kill\"}";

  private static final String EASY_GPU =
      "{\"vmid\":113,\"name\":\"easy\",\"state\":\"running\",\"tags\":\"easy-kill\","
          + "\"hostpci\":[\"0000:02:00.0\"]}";
  private static final String GAMES =
      "{\"vmid\":112,\"name\":\"games\",\"hostpci\":[\"0000:01:00.0\"]}";
  private static final String BUSY =
      "{\"vmid\":112,\"name\":\"games\",\"hostpci\":[\"0000:01:00.0\"],\"guest\":{"
          + "\"startFailure\":\"start failed: QEMU exited with code 1\",\"startLog\":\"kvm: -device"
          + " vfio-pci,host=0000:01:00.0,id=hostpci0: vfio 0000:01:00.0: Could not open"
          + " '/dev/vfio/16': Device or resource busy\"}}";

  private static final String LATE = "{\"vmid\":102,\"name\":\"linux\",\"guest\":{\"start\":36}}";
  private static final String TIMED_OUT =
      "start failed: command '/usr/bin/kvm' failed: got timeout";

  @Test
  void startsAtOnceWhenNothingIsInTheWay() {
    try (LaunchRig rig = new LaunchRig(LINUX)) {
      assertInstanceOf(LaunchReply.Started.class, rig.launch(102));
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase());
      assertEquals(List.of("POST 102 start"), rig.acts());
      assertEquals("RUNNING", rig.power(102));
    }
  }

  @Test
  void shutsDownWhatRunsAndStartsTheTargetOnlyWhenItIsGone() {
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + LINUX)) {
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals(List.of("POST 101 shutdown", "POST 102 start"), rig.acts());
      assertEquals("STOPPED", rig.power(101));
      assertEquals("RUNNING", rig.power(102));
    }
  }

  @Test
  void whileItWaitsProxmoxIsAskedFiveTimesASecondAtMostTheTasksLogIncluded() {
    String slow =
        "{\"vmid\":101,\"name\":\"slow\",\"state\":\"running\",\"guest\":{\"shutdown\":30}}";
    try (LaunchRig rig = new LaunchRig(slow + "," + LINUX)) {
      rig.launch(102, StopAction.SHUTDOWN);
      List<RecordedRequest> waiting =
          rig.server().requests().stream()
              .filter(
                  one -> one.path().contains("/tasks/UPID") && one.path().contains("qmshutdown"))
              .toList();
      assertTrue(waiting.stream().anyMatch(one -> one.path().endsWith("/log")));
      for (RecordedRequest first : waiting) {
        Instant end = first.arrival().plusSeconds(1);
        long within =
            waiting.stream()
                .map(RecordedRequest::arrival)
                .filter(at -> !at.isBefore(first.arrival()) && at.isBefore(end))
                .count();
        assertTrue(within <= 5, within + " from " + first);
      }
    }
  }

  @Test
  void asksForAnActionAndTouchesNothing() {
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + KIOSK + "," + LINUX)) {
      LaunchReply.NeedsAction reply =
          assertInstanceOf(LaunchReply.NeedsAction.class, rig.launch(102));
      assertEquals(List.of(), rig.acts());
      assertTrue(reply.choice().easyKills().contains(new VmId(104)));
      assertTrue(
          reply.choice().offers().stream()
              .map(StopChoice.Offer::availability)
              .allMatch(Availability.Available.class::isInstance));
    }
  }

  @Test
  void terminatesAnEasyKillWithoutAQuestion() {
    try (LaunchRig rig = new LaunchRig(KIOSK + "," + LINUX)) {
      assertInstanceOf(LaunchReply.Started.class, rig.launch(102));
      assertEquals(List.of("POST 104 stop", "POST 102 start"), rig.acts());
    }
  }

  @Test
  void anActionThatWasAskedForAppliesToAnEasyKillToo() {
    try (LaunchRig rig = new LaunchRig(KIOSK + "," + LINUX)) {
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(List.of("POST 104 shutdown", "POST 102 start"), rig.acts());
    }
  }

  @Test
  void anActionThatAnEasyKillAloneCannotTakeIsRefusedWithTheReason() {
    try (LaunchRig rig = new LaunchRig(EASY_GPU + "," + LINUX)) {
      LaunchReply.Refused refused =
          assertInstanceOf(LaunchReply.Refused.class, rig.launch(102, StopAction.HIBERNATE));
      assertTrue(text(refused.message()).contains("hostpci0"), text(refused.message()));
      assertEquals(List.of(), rig.acts());
    }
  }

  @Test
  void anActionThatTheOthersTakeLeavesAnEasyKillToItsTag() {
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + EASY_GPU + "," + LINUX)) {
      rig.launch(102, StopAction.HIBERNATE);
      assertEquals(List.of("POST 101 suspend", "POST 113 stop", "POST 102 start"), rig.acts());
    }
  }

  @Test
  void anActionThatOneOfTheOthersCannotTakeIsRefused() {
    String gpu =
        "{\"vmid\":106,\"name\":\"gpu\",\"state\":\"running\",\"hostpci\":[\"0000:01:00.0\"]}";
    try (LaunchRig rig = new LaunchRig(EASY_GPU + "," + gpu + "," + WINDOWS + "," + LINUX)) {
      assertInstanceOf(LaunchReply.Refused.class, rig.launch(102, StopAction.HIBERNATE));
      assertEquals(List.of(), rig.acts());
    }
  }

  @Test
  void stopsSeveralAtTheSameTime() {
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + KIOSK + "," + LINUX)) {
      List<Long> underWay = new ArrayList<>();
      rig.witness().after(call -> underWay.add(rig.underWay("qmshutdown")));
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(List.of("POST 101 shutdown", "POST 104 shutdown", "POST 102 start"), rig.acts());
      assertTrue(underWay.contains(2L), underWay.toString());
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase());
    }
  }

  @Test
  void hibernatesAndLaterResumesFromDisk() {
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + LINUX)) {
      rig.launch(102, StopAction.HIBERNATE);
      assertEquals("HIBERNATED", rig.power(101));
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      rig.launch(101, StopAction.TERMINATE);
      assertEquals("RUNNING", rig.power(101));
    }
  }

  @Test
  void resumesATargetThatIsPausedInRam() {
    try (LaunchRig rig = new LaunchRig("{\"vmid\":105,\"name\":\"paused\",\"state\":\"paused\"}")) {
      rig.launch(105);
      assertEquals(List.of("POST 105 resume"), rig.acts());
      assertEquals("RUNNING", rig.power(105));
    }
  }

  @Test
  void doesNotOfferWhatProxmoxWouldRefuse() {
    String gpu =
        "{\"vmid\":106,\"name\":\"gpu\",\"state\":\"running\",\"hostpci\":[\"0000:01:00.0\"]}";
    try (LaunchRig rig = new LaunchRig(gpu + "," + LINUX)) {
      LaunchReply.Refused refused =
          assertInstanceOf(LaunchReply.Refused.class, rig.launch(102, StopAction.HIBERNATE));
      assertTrue(text(refused.message()).contains("hostpci0"), text(refused.message()));
      assertEquals(List.of(), rig.acts());
    }
  }

  @Test
  void failsAtOnceWithProxmoxsWordsWhenTheGuestIgnoresTheShutdown() {
    try (LaunchRig rig = new LaunchRig(DEAF + "," + LINUX)) {
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.FAILED, rig.last().phase());
      assertTrue(
          text(rig.last().message()).contains("VM quit/powerdown failed - got timeout"),
          text(rig.last().message()));
      assertEquals("STOPPED", rig.power(102));
      assertEquals("RUNNING", rig.power(103));
    }
  }

  @Test
  void terminateOvertakesTheShutdownBeingWaitedForOnce() {
    try (LaunchRig rig = new LaunchRig(DEAF + "," + LINUX)) {
      List<LaunchReply> replies = escalatingTwice(rig);
      assertInstanceOf(LaunchReply.Escalated.class, replies.get(0));
      assertInstanceOf(LaunchReply.InProgress.class, replies.get(1));
      assertEquals(
          List.of("POST 103 shutdown", "POST 103 stop overruling", "POST 102 start"), rig.acts());
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
    }
  }

  @Test
  void onAnOldProxmoxTheOwnShutdownIsAbortedFirst() {
    SimScenario old = LaunchRig.scenario(DEAF + "," + LINUX).withVersion("8.1.4");
    try (LaunchRig rig = new LaunchRig(old)) {
      escalatingTwice(rig);
      assertEquals(
          List.of(
              "POST 103 shutdown",
              "POST 103 stop overruling",
              "DELETE task",
              "POST 103 stop",
              "POST 102 start"),
          rig.acts());
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
    }
  }

  @Test
  void anotherTargetDuringALaunchChangesNothing() {
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + LINUX + "," + "{\"vmid\":107}")) {
      List<LaunchReply> replies = new java.util.ArrayList<>();
      rig.launchClock()
          .after(Duration.ofSeconds(1), () -> replies.add(rig.launch(107, StopAction.TERMINATE)));
      rig.launch(102, StopAction.SHUTDOWN);
      assertInstanceOf(LaunchReply.InProgress.class, replies.get(0));
      assertEquals(List.of("POST 101 shutdown", "POST 102 start"), rig.acts());
    }
  }

  @Test
  void somethingElseInTheWayThanTheAskerSawIsAQuestionAgain() {
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + DEAF + "," + LINUX)) {
      assertInstanceOf(
          LaunchReply.NeedsAction.class, rig.launchKnowing(102, StopAction.TERMINATE, 101));
      assertEquals(List.of(), rig.acts());
    }
  }

  @Test
  void aRunningTargetIsLeftAlone() {
    try (LaunchRig rig = new LaunchRig(WINDOWS)) {
      assertInstanceOf(LaunchReply.AlreadyRunning.class, rig.launch(101));
      assertInstanceOf(LaunchReply.UnknownVm.class, rig.launch(999));
      assertEquals(List.of(), rig.acts());
    }
  }

  @Test
  void anHaManagedVmIsJudgedByItsStatusAlone() {
    String managed = "{\"vmid\":108,\"name\":\"managed\",\"ha\":true,\"state\":\"running\"}";
    try (LaunchRig rig = new LaunchRig(managed + "," + LINUX)) {
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals("STOPPED", rig.power(108));
      rig.launch(108, StopAction.TERMINATE);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
    }
  }

  @Test
  void theShutdownOfAnHaManagedVmIsOvertakenByAPlainStop() {
    String managed =
        "{\"vmid\":108,\"name\":\"managed\",\"ha\":true,\"state\":\"running\","
            + "\"guest\":{\"ignoresAcpi\":true}}";
    try (LaunchRig rig = new LaunchRig(managed + "," + LINUX)) {
      assertInstanceOf(LaunchReply.Escalated.class, escalatingTwice(rig).get(0));
      assertEquals(List.of("POST 108 shutdown", "POST 108 stop", "POST 102 start"), rig.acts());
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
    }
  }

  @Test
  void whatComesUpMeanwhileAndMayBeTerminatedGoesToo() {
    String kiosk = "{\"vmid\":104,\"name\":\"kiosk\",\"tags\":\"easy-kill\"}";
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + LINUX + "," + kiosk)) {
      rig.launchClock()
          .after(Duration.ofSeconds(1), () -> rig.server().cluster().startBySomebodyElse(104));
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals(List.of("POST 101 shutdown", "POST 104 stop", "POST 102 start"), rig.acts());
    }
  }

  @Test
  void whatElseComesUpMeanwhileEndsTheLaunchWithTheReason() {
    String third = "{\"vmid\":107,\"name\":\"third\"}";
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + LINUX + "," + third)) {
      rig.launchClock()
          .after(Duration.ofSeconds(1), () -> rig.server().cluster().startBySomebodyElse(107));
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.FAILED, rig.last().phase());
      assertTrue(text(rig.last().message()).contains("started third"), text(rig.last().message()));
      assertEquals(List.of("POST 101 shutdown"), rig.acts());
    }
  }

  @Test
  void theCleanupTrapIsSatOut() {
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + LINUX)) {
      rig.launch(102, StopAction.TERMINATE);
      rig.launch(101, StopAction.TERMINATE);
      rig.launch(102, StopAction.TERMINATE);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals("RUNNING", rig.power(102));
    }
  }

  @Test
  void aLockedTargetIsRefusedWithTheReason() {
    try (LaunchRig rig = new LaunchRig("{\"vmid\":109,\"name\":\"saved\",\"lock\":\"backup\"}")) {
      LaunchReply.Refused refused = assertInstanceOf(LaunchReply.Refused.class, rig.launch(109));
      assertTrue(text(refused.message()).contains("being backed up"), text(refused.message()));
    }
  }

  @Test
  void aTargetThatRunsRunsWhateverItsBackupDoes() {
    String saved = "{\"vmid\":109,\"name\":\"saved\",\"state\":\"running\",\"lock\":\"%s\"}";
    try (LaunchRig rig = new LaunchRig(saved.formatted("backup"))) {
      assertInstanceOf(LaunchReply.AlreadyRunning.class, rig.launch(109));
      assertEquals(
          Optional.empty(), rig.coordinator().preview(new VmId(109)).orElseThrow().refusal());
    }
    try (LaunchRig rig = new LaunchRig(saved.formatted("suspending"))) {
      LaunchReply.Refused refused = assertInstanceOf(LaunchReply.Refused.class, rig.launch(109));
      assertTrue(text(refused.message()).contains("qm unlock 109"), text(refused.message()));
    }
  }

  @Test
  void aDeviceThatIsStillInUseIsTriedAgain() {
    String old =
        "{\"vmid\":111,\"name\":\"old\",\"state\":\"running\",\"hostpci\":[\"0000:01:00.0\"],"
            + "\"guest\":{\"pciLinger\":1.5}}";
    try (LaunchRig rig = new LaunchRig(old + "," + GAMES)) {
      rig.launch(112, StopAction.TERMINATE);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertTrue(rig.ends(112).contains("PCI device '0000:01:00.0' already in use by VMID '111'"));
    }
  }

  @Test
  void aDeviceThatIsReservedByAStartThatComesToNothingIsTriedAgain() {
    String rival =
        "{\"vmid\":111,\"name\":\"rival\",\"hostpci\":[\"0000:01:00.0\"],"
            + "\"guest\":{\"start\":6,\"startFailure\":\"start failed: QEMU exited with code 1\"}}";
    try (LaunchRig rig = new LaunchRig(rival + "," + GAMES)) {
      rig.server().cluster().startBySomebodyElse(111);
      rig.clock().advance(Duration.ofSeconds(1));
      rig.launch(112);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertTrue(
          rig.ends(112)
              .contains("PCI device '0000:01:00.0' is currently reserved for use by VMID '111'"));
    }
  }

  @Test
  void aDeviceThatTheKernelHasNotReleasedYetIsTriedAgainThoughOnlyTheLogNamesIt() {
    try (LaunchRig rig = new LaunchRig(BUSY)) {
      rig.launchClock()
          .after(
              Duration.ofSeconds(3),
              () -> rig.server().cluster().setGuest(112, GuestBehaviour.usual()));
      rig.launch(112);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertTrue(rig.ends(112).contains("start failed: QEMU exited with code 1"));
    }
  }

  @Test
  void aStartThatFailsSaysTheReasonThatOnlyTheLogHas() {
    try (LaunchRig rig = new LaunchRig(BUSY)) {
      rig.launch(112);
      assertEquals(LaunchPhase.FAILED, rig.last().phase());
      assertEquals(
          "games did not start: start failed: QEMU exited with code 1 (kvm: -device"
              + " vfio-pci,host=0000:01:00.0,id=hostpci0: vfio 0000:01:00.0: Could not open"
              + " '/dev/vfio/16': Device or resource busy).",
          text(rig.last().message()));
    }
  }

  @Test
  void aStartThatProxmoxStopsWaitingForMayStillComeUpAndIsWaitedFor() {
    try (LaunchRig rig = new LaunchRig(LATE)) {
      rig.launch(102);
      assertEquals(List.of(TIMED_OUT), rig.ends(102));
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertTrue(
          rig.reports().stream()
              .anyMatch(
                  one ->
                      one.phase() == LaunchPhase.STARTING
                          && one.canCancel()
                          && one.deadline().isPresent()
                          && text(one.message()).contains("may still come up")));
      assertEquals(List.of("POST 102 start"), rig.acts());
    }
  }

  @Test
  void anAgentThatDiesMeanwhileGoesOnWaitingForIt() {
    try (LaunchRig rig = new LaunchRig(LATE)) {
      AtomicBoolean dead = new AtomicBoolean();
      rig.witness()
          .after(
              call -> {
                boolean read = rig.witness().calls().get(call).equals("status 102");
                if (read && rig.ends(102).contains(TIMED_OUT) && !dead.getAndSet(true)) {
                  Thread.currentThread().interrupt();
                }
              });
      rig.launch(102);
      assertTrue(Thread.interrupted());
      assertEquals(LaunchPhase.STARTING, rig.last().phase(), text(rig.last().message()));
      rig.clock().advance(Duration.ofSeconds(20));
      rig.restart();
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals(List.of("POST 102 start"), rig.acts());
    }
  }

  @Test
  void ifItDoesNotComeUpWithinTwoMinutesThatIsSaid() {
    String never =
        "{\"vmid\":102,\"name\":\"linux\",\"guest\":{\"startFailure\":\"%s\"}}"
            .formatted(TIMED_OUT);
    try (LaunchRig rig = new LaunchRig(never)) {
      rig.launch(102);
      assertEquals(LaunchPhase.FAILED, rig.last().phase());
      assertEquals(
          "linux did not start: "
              + TIMED_OUT
              + " (kvm: failed to initialize); it did not come up within another 2 min either.",
          text(rig.last().message()));
      long taken =
          Duration.between(rig.last().startedAt(), rig.last().endedAt().orElseThrow()).toSeconds();
      assertTrue(taken >= 120 && taken < 130, "took " + taken);
    }
  }

  @Test
  void whoCancelsMeanwhileIsToldThatItMayStillComeUp() {
    try (LaunchRig rig = new LaunchRig(LATE)) {
      List<LaunchReply> replies = new ArrayList<>();
      rig.launchClock()
          .after(Duration.ofSeconds(33), () -> replies.add(rig.coordinator().cancel("test")));
      rig.launch(102);
      LaunchReply.Cancelled reply =
          assertInstanceOf(LaunchReply.Cancelled.class, replies.get(0), text(rig.last().message()));
      assertTrue(text(reply.message()).contains("may still come up"), text(reply.message()));
      assertEquals(LaunchPhase.CANCELLED, rig.last().phase());
      assertTrue(
          text(rig.last().message()).contains("may still come up"), text(rig.last().message()));
      assertEquals(List.of(), texts(rig.last().unchanged()));
    }
  }

  @Test
  void aLockOfSomebodyElseIsNamedWhileItIsInTheWay() {
    try (LaunchRig rig = new LaunchRig(DEAF + "," + LINUX)) {
      rig.server().cluster().shutdownBySomebodyElse(103, Duration.ofSeconds(40));
      rig.clock().advance(Duration.ofSeconds(1));
      List<LaunchReport> seen = new ArrayList<>();
      for (int second : new int[] {2, 15, 30}) {
        rig.launchClock().after(Duration.ofSeconds(1 + second), () -> seen.add(rig.last()));
      }
      rig.launch(102, StopAction.TERMINATE);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals(3, seen.size());
      for (LaunchReport report : seen) {
        assertEquals(
            "Proxmox is still busy with deaf, for example with a shutdown asked for elsewhere. Trying again for up to 1 min, then starting linux.",
            text(report.message()));
        assertTrue(
            text(report.steps().get(1).detail().orElseThrow())
                .startsWith("Proxmox is still busy with it"),
            report.steps().toString());
      }
      assertEquals(seen.get(1).deadline(), seen.get(2).deadline());
      Instant firstRefusal = seen.get(1).startedAt().plusSeconds(10);
      Instant until = seen.get(1).deadline().orElseThrow();
      assertTrue(until.isAfter(firstRefusal.plusSeconds(59)), "until " + until);
      assertTrue(until.isBefore(firstRefusal.plusSeconds(62)), "until " + until);
      assertTrue(
          rig.reports().stream().noneMatch(one -> one.toString().contains("Terminated deaf")));
    }
  }

  @Test
  void aLockOfTheTargetIsNamedToo() {
    try (LaunchRig rig = new LaunchRig(LINUX)) {
      rig.server().cluster().holdLockFile(102, Duration.ofSeconds(30));
      List<LaunchReport> seen = new ArrayList<>();
      rig.launchClock().after(Duration.ofSeconds(15), () -> seen.add(rig.last()));
      rig.launch(102);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals(
          "Proxmox is still busy with linux. Trying to start it for up to 1 min.",
          text(seen.get(0).message()));
    }
  }

  @Test
  void aGuestThatWasAskedWithinSecondsOfItsStartIsSaidNotToHear() {
    String young =
        "{\"vmid\":103,\"name\":\"deaf\",\"state\":\"running\",\"uptime\":2,"
            + "\"guest\":{\"ignoresAcpi\":true}}";
    try (LaunchRig rig = new LaunchRig(young + "," + LINUX)) {
      rig.launchClock()
          .after(
              Duration.ofSeconds(5),
              () ->
                  assertEquals(
                      "Waiting for deaf to stop, then starting linux. deaf had only just"
                          + " started when it was asked to shut down, so it may not have heard"
                          + " that. If it stays on, terminate it.",
                      text(rig.last().message())));
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.FAILED, rig.last().phase(), text(rig.last().message()));
      assertTrue(
          text(rig.last().message()).contains("had only just started"), text(rig.last().message()));
    }
  }

  @Test
  void aGuestThatHasPoweredOffUnnoticedIsNamed() {
    try (LaunchRig rig = new LaunchRig(DEAF + "," + LINUX)) {
      rig.launchClock()
          .after(Duration.ofSeconds(4), () -> rig.server().cluster().powerOffUnnoticed(103));
      List<LaunchReport> seen = new ArrayList<>();
      rig.launchClock().after(Duration.ofSeconds(15), () -> seen.add(rig.last()));
      rig.launchClock().after(Duration.ofSeconds(16), () -> rig.launch(102, StopAction.TERMINATE));
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertTrue(
          text(seen.get(0).message())
              .contains("deaf has powered off, but Proxmox still holds it open"),
          text(seen.get(0).message()));
      assertTrue(text(seen.get(0).message()).contains("qmeventd"), text(seen.get(0).message()));
      assertTrue(
          text(seen.get(0).steps().get(1).detail().orElseThrow()).contains("qmeventd"),
          seen.get(0).steps().toString());
    }
  }

  @Test
  void afterATasksEndTheStatusIsReadInShortSteps() {
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + LINUX)) {
      rig.launch(102, StopAction.SHUTDOWN);
      Instant end =
          rig.server().cluster().tasks().stream()
              .filter(task -> task.type().equals("qmshutdown"))
              .findFirst()
              .flatMap(SimTask::ended)
              .orElseThrow();
      Instant started =
          rig.server().requests().stream()
              .filter(one -> one.line().equals("POST /nodes/pve/qemu/102/status/start"))
              .findFirst()
              .orElseThrow()
              .arrival();
      Duration gap = Duration.between(end, started);
      assertTrue(gap.compareTo(Duration.ofMillis(450)) < 0, "a gap of " + gap);
    }
  }

  @Test
  void aLogThatCannotBeReadIsNoneOfTheLaunchs() {
    try (LaunchRig rig = new LaunchRig(BUSY)) {
      rig.server().faults().on("GET", ".*/log").always().inject(Fault.refusal(500, "gone"));
      rig.launch(112);
      assertEquals(LaunchPhase.FAILED, rig.last().phase());
      assertEquals(
          "games did not start: start failed: QEMU exited with code 1.",
          text(rig.last().message()));
    }
  }

  @Test
  void aHibernationThatFailsSaysWhatAnAdministratorMustRun() {
    String sleepless =
        "{\"vmid\":110,\"name\":\"sleepless\",\"state\":\"running\","
            + "\"guest\":{\"hibernateFailure\":\"No space left on device\"}}";
    try (LaunchRig rig = new LaunchRig(sleepless + "," + LINUX)) {
      rig.launch(102, StopAction.HIBERNATE);
      assertEquals(LaunchPhase.FAILED, rig.last().phase());
      assertTrue(text(rig.last().message()).contains("qm unlock 110"), text(rig.last().message()));
      assertEquals("STOPPED", rig.power(102));
    }
  }

  private static List<LaunchReply> escalatingTwice(LaunchRig rig) {
    List<LaunchReply> replies = new java.util.ArrayList<>();
    rig.launchClock()
        .after(
            Duration.ofSeconds(20),
            () -> {
              replies.add(rig.launch(102, StopAction.TERMINATE));
              replies.add(rig.launch(102, StopAction.TERMINATE));
            });
    rig.launch(102, StopAction.SHUTDOWN);
    return replies;
  }
}
