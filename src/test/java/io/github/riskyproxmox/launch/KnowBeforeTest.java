package io.github.riskyproxmox.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.simulator.Fault;
import io.github.riskyproxmox.simulator.ScenarioStorage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What would make the start fail is found out before anything is stopped. */
class KnowBeforeTest {
  private static final String WINDOWS =
      "{\"vmid\":101,\"name\":\"windows\",\"state\":\"running\",\"guest\":{\"shutdown\":4}}";
  private static final String LINUX = "{\"vmid\":102,\"name\":\"linux\"}";
  private static final String MANAGED = "{\"vmid\":108,\"name\":\"managed\",\"ha\":true}";

  @Test
  void anHaErrorOfTheTargetRefusesTheLaunch() {
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + MANAGED)) {
      rig.server().cluster().setHaState(108, "error");
      refused(rig, 108, "error", "ha-manager");
    }
  }

  @Test
  void anHaErrorOfWhatIsInTheWayRefusesItsStop() {
    try (LaunchRig rig =
        new LaunchRig(LINUX + "," + MANAGED.replace("}", ",\"state\":\"running\"}"))) {
      rig.server().cluster().setHaState(108, "error");
      refused(rig, 102, "error", "ha-manager");
    }
  }

  @Test
  void aDisksStorageThatIsMissingRefusesTheLaunch() {
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + LINUX)) {
      rig.server().cluster().setStorage(new ScenarioStorage("local", true, false));
      refused(rig, 102, "local", "not online");
    }
  }

  @Test
  void aDisksStorageThatIsDisabledRefusesTheLaunch() {
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + LINUX)) {
      rig.server().cluster().setStorage(new ScenarioStorage("local", false, false));
      refused(rig, 102, "local", "disabled");
    }
  }

  @Test
  void aStorageThatTheTokenMaySeeNothingOfIsNotMissing() {
    String hidden = "{\"vmid\":102,\"name\":\"linux\",\"storage\":\"hidden\"}";
    try (LaunchRig rig = new LaunchRig(hidden)) {
      rig.launch(102);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), rig.last().message());
    }
  }

  @Test
  void storagesThatCannotBeReadAreNoReason() {
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + LINUX)) {
      rig.server().faults().on("GET", ".*/storage").always().inject(Fault.refusal(500, "hangs"));
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), rig.last().message());
    }
  }

  private static void refused(LaunchRig rig, int vmid, String... words) {
    LaunchReply.Refused refused =
        assertInstanceOf(LaunchReply.Refused.class, rig.launch(vmid, StopAction.SHUTDOWN));
    for (String word : words) {
      assertTrue(refused.message().contains(word), refused.message());
    }
    assertEquals(List.of(), rig.acts());
    assertTrue(rig.slot().preview(new VmId(vmid)).isPresent());
  }
}
