package io.github.riskyproxmox.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.conflict.Exclusion;
import io.github.riskyproxmox.domain.launch.LaunchPreview;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.message.Messages;
import io.github.riskyproxmox.proxmox.http.Limits;
import io.github.riskyproxmox.simulator.SimScenario;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On a server with a router and a NAS a launch stops only what excludes its target. */
class ExclusionTest {
  private static final String HOME =
      """
      {"nodes": [{"name": "pve"}],
       "mappings": [{"type": "pci", "id": "gpu", "map": ["node=pve,path=0000:01:00.0"]}],
       "users": [{"id": "launcher@pve", "grants": {"/vms": ["VM.Audit", "VM.PowerMgmt"]%s}}],
       "tokens": [{"id": "launcher@pve!agent", "privsep": false}],
       "vms": [
        {"vmid": 101, "name": "gaming", "state": "running", "hostpci": ["0000:01:00"]},
        {"vmid": 102, "name": "ml", "hostpci": ["mapping=gpu"]},
        {"vmid": 103, "name": "router", "state": "running", "hostpci": ["0000:05:00.0"]},
        {"vmid": 104, "name": "nas", "state": "running", "tags": "keep",
         "options": {"scsi1": "/dev/disk/by-id/ata-X"}},
        {"vmid": 105, "name": "lab", "options": {"scsi1": "/dev/disk/by-id/ata-X"}},
        {"vmid": 106, "name": "home-assistant", "state": "running"}]}
      """;
  private static final String AUDITED = HOME.formatted(", \"/mapping\": [\"Mapping.Audit\"]");

  @Test
  void aSharedCardStopsOneVmAndLeavesTheRouterOn() {
    try (LaunchRig rig = rig(AUDITED, Exclusion.AUTO)) {
      LaunchPreview preview = preview(rig, 102);
      assertEquals(List.of(101), ids(preview));
      assertEquals("[0000:01:00 (hostpci0)]", because(preview, 101));
      assertInstanceOf(LaunchReply.Started.class, rig.launch(102, StopAction.TERMINATE));
      assertTrue(rig.server().cluster().vm(102).orElseThrow().isUp());
      for (int bystander : new int[] {103, 104, 106}) {
        assertTrue(rig.server().cluster().vm(bystander).orElseThrow().isUp());
      }
    }
  }

  @Test
  void aMappingThatCannotBeReadIsComparedByItsName() {
    try (LaunchRig rig = rig(HOME.formatted(""), Exclusion.DEVICES)) {
      assertEquals(List.of(), ids(preview(rig, 102)));
    }
  }

  @Test
  void whereNothingIsSharedOneVmAtATimeRunsAndWhatIsKeptStays() {
    try (LaunchRig rig =
        rig(
            """
            {"nodes": [{"name": "pve"}],
             "vms": [{"vmid": 101, "name": "a", "state": "running"},
                     {"vmid": 102, "name": "b"},
                     {"vmid": 103, "name": "nas", "state": "running", "tags": "keep"}]}
            """,
            Exclusion.AUTO)) {
      LaunchPreview preview = preview(rig, 102);
      assertEquals(List.of(101), ids(preview));
      assertEquals("[one VM at a time on pve]", because(preview, 101));
    }
  }

  @Test
  void whatIsKeptAndSharesADiskRefusesTheLaunchAndIsNamed() {
    try (LaunchRig rig = rig(AUDITED, Exclusion.AUTO)) {
      LaunchReply.Refused no =
          assertInstanceOf(LaunchReply.Refused.class, rig.launch(105, StopAction.TERMINATE));
      assertTrue(
          Messages.text(no.message()).contains("lab can't run beside nas"),
          no.message().toString());
      assertTrue(
          Messages.text(no.message()).contains("disk /dev/disk/by-id/ata-X"),
          no.message().toString());
      assertTrue(rig.server().cluster().vm(104).orElseThrow().isUp());
    }
  }

  /** Proxmox would let both write to it. */
  @Test
  void oneDiskInTwoVmsIsNeverOpenedTwice() {
    try (LaunchRig rig = rig(AUDITED, Exclusion.DEVICES)) {
      rig.server().cluster().setTags(104, "");
      assertEquals("[disk /dev/disk/by-id/ata-X]", because(preview(rig, 105), 104));
    }
  }

  @Test
  void whatIsNeverKilledIsShutDownAndNotTerminated() {
    try (LaunchRig rig = rig(AUDITED, Exclusion.AUTO)) {
      rig.server().cluster().setTags(101, "easy-kill;never-kill");
      LaunchPreview preview = preview(rig, 102);
      assertTrue(preview.needsAction());
      assertEquals(
          List.of("Not available: gaming has the tag never-kill."),
          preview.offers().stream()
              .filter(offer -> offer.action().equals(StopAction.TERMINATE))
              .flatMap(offer -> offer.availability().reason().stream())
              .map(Messages::text)
              .toList());
      assertInstanceOf(LaunchReply.Refused.class, rig.launch(102, StopAction.TERMINATE));
      assertTrue(rig.server().cluster().vm(101).orElseThrow().isUp());
      assertInstanceOf(LaunchReply.Started.class, rig.launch(102, StopAction.SHUTDOWN));
      assertTrue(rig.server().cluster().vm(102).orElseThrow().isUp());
    }
  }

  /** A forced stop can leave its graphics card unusable until the host restarts. */
  @Test
  void noTerminateOvertakesTheShutdownOfWhatIsNeverKilled() {
    try (LaunchRig rig = rig(AUDITED, Exclusion.AUTO)) {
      rig.server().cluster().setTags(101, "never-kill");
      assertInstanceOf(LaunchReply.Started.class, rig.launch(102, StopAction.SHUTDOWN));
      assertFalse(rig.reports().isEmpty());
      assertTrue(rig.reports().stream().noneMatch(LaunchReport::canTerminate));
    }
  }

  private static LaunchRig rig(String scenario, Exclusion exclusion) {
    // A stage of its own: mappings are known for a minute.
    LaunchRig rig = new LaunchRig(SimScenario.parse(scenario), new LaunchStage(Limits.STANDARD));
    rig.exclude(exclusion);
    return rig;
  }

  private static LaunchPreview preview(LaunchRig rig, int vmid) {
    return rig.coordinator().preview(new VmId(vmid)).orElseThrow();
  }

  private static List<Integer> ids(LaunchPreview preview) {
    return preview.inTheWay().stream().map(vm -> vm.id().value()).toList();
  }

  private static String because(LaunchPreview preview, int vmid) {
    return preview.because().get(new VmId(vmid)).stream()
        .map(reason -> Messages.text(reason.message()))
        .toList()
        .toString();
  }
}
