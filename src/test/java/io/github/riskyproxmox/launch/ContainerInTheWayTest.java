package io.github.riskyproxmox.launch;

import static io.github.riskyproxmox.message.Messages.text;
import static io.github.riskyproxmox.message.Messages.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.conflict.Exclusion;
import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchPreview;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.StopChoice;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.GuestType;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.message.Messages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A container takes part by its tag exclusive-NAME (pve-api.md §12). */
class ContainerInTheWayTest {
  private static final String GAMING =
      "{\"vmid\":102,\"name\":\"gaming\",\"tags\":\"exclusive-gpu\",\"hostpci\":[\"0000:01:00\"]}";
  private static final String JELLYFIN =
      "{\"vmid\":201,\"name\":\"jellyfin\",\"type\":\"lxc\",\"tags\":\"exclusive-gpu\","
          + "\"state\":\"running\",\"options\":{\"dev0\":\"/dev/dri/renderD128,gid=104\"},"
          + "\"guest\":{\"shutdown\":3}}";
  private static final String STUBBORN =
      JELLYFIN.replace("{\"shutdown\":3}", "{\"ignoresAcpi\":true}");

  @ParameterizedTest
  @EnumSource(Exclusion.class)
  void oneOfTheGroupIsListedByItsKindAndStopped(Exclusion exclusion) {
    try (LaunchRig rig = rig(exclusion, GAMING + "," + JELLYFIN)) {
      LaunchReply.NeedsAction asks =
          assertInstanceOf(LaunchReply.NeedsAction.class, rig.launch(102));
      assertEquals("jellyfin is running. What should we do with it first?", text(asks.message()));
      assertEquals(
          List.of(GuestType.LXC),
          asks.choice().guests().stream().map(vm -> vm.ref().type()).toList());
      assertEquals(
          List.of("group gpu"),
          asks.choice().because().get(new VmId(201)).stream()
              .map(reason -> text(reason.message()))
              .toList());
      assertEquals(
          List.of(StopAction.SHUTDOWN, StopAction.TERMINATE),
          asks.choice().offers().stream()
              .filter(StopChoice.Offer::isAvailable)
              .map(StopChoice.Offer::action)
              .toList());
      assertEquals(List.of(), asks.remarks());
      rig.launch(102, StopAction.SHUTDOWN);
      LaunchReport report = rig.last();
      assertEquals(LaunchPhase.SUCCEEDED, report.phase(), text(report.message()));
      assertEquals(List.of("POST 201 shutdown", "POST 102 start"), rig.acts());
      assertEquals(
          List.of("jellyfin has stopped.", "gaming was started."), texts(report.changed()));
      assertEquals(
          List.of("group gpu"),
          report.steps().stream().flatMap(step -> texts(step.because()).stream()).toList());
    }
  }

  @Test
  void itIsTerminatedIfAskedAndNotHibernated() {
    try (LaunchRig rig = rig(Exclusion.AUTO, GAMING + "," + STUBBORN)) {
      LaunchReply.Refused no =
          assertInstanceOf(LaunchReply.Refused.class, rig.launch(102, StopAction.HIBERNATE));
      assertEquals(
          "Not available: jellyfin is a container, and containers can't be hibernated.",
          text(no.message()));
      assertEquals(List.of(), rig.acts());
      rig.launch(102, StopAction.TERMINATE);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals(List.of("POST 201 stop", "POST 102 start"), rig.acts());
    }
  }

  /** Proxmox waits for it twice (pve-api.md §12), so the agent does too. */
  @Test
  void oneThatIgnoresItsShutdownIsWaitedForAsLongAsProxmoxDoes() {
    try (LaunchRig rig = rig(Exclusion.AUTO, GAMING + "," + STUBBORN)) {
      rig.launch(102, StopAction.SHUTDOWN);
      LaunchReport report = rig.last();
      assertEquals(LaunchPhase.FAILED, report.phase());
      assertEquals(
          "jellyfin is still running: it did not shut down within 6 min 5 s (container did not stop). gaming was not started.",
          text(report.message()));
      assertTrue(
          Duration.between(report.startedAt(), report.endedAt().orElseThrow()).toSeconds() > 300);
      assertEquals(List.of("POST 201 shutdown"), rig.acts());
      assertTrue(
          rig.reports().stream()
              .map(one -> text(one.message()))
              .noneMatch(said -> said.contains("firmware") || said.contains("QEMU")));
    }
  }

  @Test
  void terminateOvertakesItsShutdown() {
    for (String version : List.of("9.2.11", "8.1.4")) {
      try (LaunchRig rig =
          new LaunchRig(LaunchRig.scenario(GAMING + "," + STUBBORN).withVersion(version))) {
        rig.exclude(Exclusion.AUTO);
        List<LaunchReply> replies = new ArrayList<>();
        rig.launchClock()
            .after(Duration.ofSeconds(3), () -> replies.add(rig.launch(102, StopAction.TERMINATE)));
        rig.launch(102, StopAction.SHUTDOWN);
        assertInstanceOf(LaunchReply.Escalated.class, replies.get(0));
        assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
        assertEquals(
            version.startsWith("9")
                ? List.of("POST 201 shutdown", "POST 201 stop overruling", "POST 102 start")
                : List.of(
                    "POST 201 shutdown",
                    "POST 201 stop overruling",
                    "DELETE task",
                    "POST 201 stop",
                    "POST 102 start"),
            rig.acts());
      }
    }
  }

  @Test
  void anAgentThatLostTheAnswerFindsItsTask() {
    try (LaunchRig rig = rig(Exclusion.AUTO, GAMING + "," + JELLYFIN)) {
      rig.server()
          .faults()
          .on("POST", ".*/201/status/shutdown")
          .inject(io.github.riskyproxmox.simulator.Fault.resetAfter());
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals(1, rig.acts().stream().filter("POST 201 shutdown"::equals).count());
      assertEquals(List.of(), rig.witness().violations());
    }
  }

  @Test
  void oneThatStopsBeforeItsTurnIsNoFailure() {
    try (LaunchRig rig = rig(Exclusion.AUTO, GAMING + "," + JELLYFIN)) {
      rig.witness()
          .before(
              call -> {
                if (rig.witness().calls().get(call).equals("shutdown 201")) {
                  rig.server().cluster().powerOffInside(201);
                }
              });
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
    }
  }

  @Test
  void oneThatStartsMeanwhileIsSeenAtTheLastMoment() {
    String windows =
        "{\"vmid\":101,\"name\":\"windows\",\"state\":\"running\",\"tags\":\"exclusive-gpu\"}";
    try (LaunchRig rig =
        rig(
            Exclusion.AUTO,
            GAMING + "," + windows + "," + JELLYFIN.replace("running", "stopped"))) {
      rig.launchClock()
          .after(Duration.ofSeconds(1), () -> rig.server().cluster().startBySomebodyElse(201));
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.FAILED, rig.last().phase());
      assertEquals(
          "gaming did not start: meanwhile something started jellyfin.",
          text(rig.last().message()));
    }
  }

  @Test
  void anotherGroupAndOneThatIsOffAreNotInTheWay() {
    try (LaunchRig rig =
        rig(Exclusion.AUTO, GAMING + "," + JELLYFIN.replace("exclusive-gpu", "exclusive-audio"))) {
      assertEquals(List.of(), preview(rig).inTheWay());
      assertEquals(List.of(), preview(rig).remarks());
    }
    try (LaunchRig rig =
        rig(Exclusion.AUTO, GAMING + "," + JELLYFIN.replace("running", "stopped"))) {
      assertEquals(List.of(), preview(rig).inTheWay());
    }
  }

  @Test
  void theRuleOfTheNodeIsAboutVmsOnly() {
    String web = "{\"vmid\":202,\"name\":\"web\",\"type\":\"lxc\",\"state\":\"running\"}";
    try (LaunchRig rig = rig(Exclusion.NODE, GAMING + "," + web)) {
      assertInstanceOf(LaunchReply.Started.class, rig.launch(102));
      assertEquals(List.of("POST 102 start"), rig.acts());
    }
  }

  @Test
  void itIsNotStartedByTheAgentAndNotStoppedAlone() {
    try (LaunchRig rig = rig(Exclusion.AUTO, GAMING + "," + JELLYFIN)) {
      assertInstanceOf(LaunchReply.UnknownVm.class, rig.launch(201));
      assertInstanceOf(
          LaunchReply.UnknownVm.class, rig.stop(201, Optional.of(StopAction.SHUTDOWN)));
      assertEquals(List.of(), rig.acts());
    }
  }

  @Test
  void oneWithoutTheTagThatUsesAGraphicsDeviceIsARemark() {
    String untagged = JELLYFIN.replace("exclusive-gpu", "media");
    String windows =
        "{\"vmid\":101,\"name\":\"windows\",\"state\":\"running\",\"tags\":\"exclusive-gpu\"}";
    String remark =
        "Container jellyfin (201) is running and uses a graphics card of the host, maybe the one that gaming needs. If so, give both the same tag, for example exclusive-gpu.";
    try (LaunchRig rig = rig(Exclusion.AUTO, GAMING + "," + windows + "," + untagged)) {
      assertEquals(List.of(remark), preview(rig).remarks().stream().map(Messages::text).toList());
      LaunchReply.NeedsAction asks =
          assertInstanceOf(LaunchReply.NeedsAction.class, rig.launch(102));
      assertEquals(List.of(remark), asks.remarks().stream().map(Messages::text).toList());
      assertEquals(
          List.of(101), asks.choice().guests().stream().map(vm -> vm.id().value()).toList());
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
      assertEquals(List.of("POST 101 shutdown", "POST 102 start"), rig.acts());
      // It runs now, so nothing is to be known before.
      assertEquals(List.of(), preview(rig).remarks());
    }
    String nvidia =
        untagged.replace("\"dev0\":\"/dev/dri/renderD128,gid=104\"", "\"dev0\":\"/dev/nvidia0\"");
    try (LaunchRig rig = rig(Exclusion.AUTO, GAMING + "," + nvidia)) {
      assertEquals(1, preview(rig).remarks().size());
    }
    String raw =
        untagged.replace(
            "\"dev0\":\"/dev/dri/renderD128,gid=104\"",
            "\"lxc.mount.entry\":\"/dev/dri dev/dri none bind,optional\"");
    try (LaunchRig rig = rig(Exclusion.AUTO, GAMING + "," + raw)) {
      assertEquals(1, preview(rig).remarks().size());
    }
    String usb = untagged.replace("/dev/dri/renderD128,gid=104", "/dev/ttyUSB0");
    try (LaunchRig rig = rig(Exclusion.AUTO, GAMING + "," + usb)) {
      assertEquals(List.of(), preview(rig).remarks());
    }
    String noCard = GAMING.replace(",\"hostpci\":[\"0000:01:00\"]", "");
    try (LaunchRig rig = rig(Exclusion.AUTO, noCard + "," + untagged)) {
      assertEquals(List.of(), preview(rig).remarks());
    }
  }

  private static LaunchPreview preview(LaunchRig rig) {
    return rig.coordinator().preview(new VmId(102)).orElseThrow();
  }

  private static LaunchRig rig(Exclusion exclusion, String vms) {
    LaunchRig rig = new LaunchRig(vms);
    rig.exclude(exclusion);
    return rig;
  }
}
