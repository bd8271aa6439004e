package io.github.riskyproxmox.launch;

import static io.github.riskyproxmox.message.Messages.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.StopChoice.Offer;
import io.github.riskyproxmox.domain.launch.StopPreview;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.simulator.Fault;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What can be chosen before anything is stopped, and what a stop leaves to be started again. */
class StopPreviewTest {
  private static final NodeName PVE = new NodeName("pve");
  private static final String GAMING =
      "{\"vmid\":101,\"name\":\"windows\",\"state\":\"running\",\"hostpci\":[\"0000:01:00\"]}";
  private static final String LINUX = "{\"vmid\":102,\"name\":\"linux\"}";
  private static final String ROUTER =
      "{\"vmid\":103,\"name\":\"router\",\"state\":\"running\",\"tags\":\"keep\"}";

  @Test
  void aRunningVmHasItsChoicesAndNothingIsAsked() {
    try (LaunchRig rig = new LaunchRig(GAMING + "," + LINUX)) {
      StopPreview preview = preview(rig, 101).orElseThrow();

      assertEquals(
          List.of("shutdown true", "hibernate false", "terminate true"),
          preview.choice().offers().stream()
              .map(offer -> offer.action() + " " + offer.isAvailable())
              .toList());
      assertTrue(preview.passesThrough());
      assertEquals(Optional.empty(), preview.restartRefusal());
      assertEquals(Optional.empty(), preview(rig, 102), "it does not run");
      assertEquals(Optional.empty(), preview(rig, 999), "there is none");
      assertEquals(List.of(), rig.acts());
    }
  }

  @Test
  void whatCouldNotBeStartedAgainSaysWhy() {
    String other = LINUX.replace("}", ",\"state\":\"running\"}");
    try (LaunchRig rig = new LaunchRig(GAMING + "," + other)) {
      assertEquals(
          "windows can't be started again while linux is running, so it is not stopped.",
          text(preview(rig, 101).orElseThrow().restartRefusal().orElseThrow()));
    }
  }

  @Test
  void aNodeListsWhatIsStoppedBeforeIt() {
    try (LaunchRig rig = new LaunchRig(GAMING + "," + LINUX + "," + ROUTER)) {
      assertTrue(rig.coordinator().hostPreview(PVE).refusal().isPresent(), "not allowed");
      rig.allowHostPoweroff();
      assertTrue(rig.coordinator().hostPreview(PVE).refusal().isPresent(), "no privilege");
      for (String holder : List.of("launcher@pve", "launcher@pve!agent")) {
        rig.server().cluster().access().grant(holder, "/nodes/pve", Set.of("Sys.PowerMgmt"));
      }

      StopPreview preview = rig.coordinator().hostPreview(PVE);

      assertEquals(Optional.empty(), preview.refusal());
      assertEquals(
          List.of("windows"), preview.choice().guests().stream().map(vm -> vm.name()).toList());
      assertTrue(preview.choice().offers().stream().anyMatch(Offer::isAvailable));
      assertTrue(rig.coordinator().hostPreview(new NodeName("attic")).refusal().isPresent());
      assertEquals(List.of(), rig.acts());
    }
  }

  @Test
  void aFailedStartSaysWhatWasRunningBefore() {
    try (LaunchRig rig = new LaunchRig(GAMING + "," + LINUX)) {
      rig.server()
          .faults()
          .on("POST", ".*/102/status/start")
          .always()
          .inject(Fault.status(500, "no"));

      rig.launch(102, StopAction.SHUTDOWN);

      assertEquals(LaunchPhase.FAILED, rig.last().phase());
      assertEquals(List.of(new VmId(101)), rig.last().wasRunning());
    }
  }

  private static Optional<StopPreview> preview(LaunchRig rig, int vmid) {
    return rig.coordinator().stopPreview(new VmId(vmid));
  }
}
