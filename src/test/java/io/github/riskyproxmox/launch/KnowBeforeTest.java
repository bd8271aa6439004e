package io.github.riskyproxmox.launch;

import static io.github.riskyproxmox.message.Messages.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchPreview;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.Recovery;
import io.github.riskyproxmox.domain.launch.StopChoice;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.stop.Availability;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.simulator.Fault;
import io.github.riskyproxmox.simulator.ScenarioStorage;
import io.github.riskyproxmox.simulator.SimScenario;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
      refused(rig, 102, "local", "offline");
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
  void theStorageOfASavedStateIsNeededToo() {
    String saved = "{\"vmid\":102,\"name\":\"linux\",\"state\":\"hibernated\"}";
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + saved)) {
      rig.server().cluster().setStorage(new ScenarioStorage("local", true, false));
      refused(rig, 102, "local", "offline");
    }
  }

  @Test
  void aCrashedOneWhoseStorageIsMissingCanBeResetOnly() {
    String crashed = "{\"vmid\":102,\"name\":\"linux\",\"state\":\"io-error\"}";
    try (LaunchRig rig = new LaunchRig(crashed)) {
      rig.server().cluster().setStorage(new ScenarioStorage("local", true, false));
      LaunchReply.TargetCrashed question =
          assertInstanceOf(LaunchReply.TargetCrashed.class, rig.launch(102));
      assertEquals(
          List.of(true, false),
          question.preview().recoveries().stream()
              .map(offer -> offer.availability() instanceof Availability.Available)
              .toList());
      LaunchReply.Refused refused =
          assertInstanceOf(
              LaunchReply.Refused.class, rig.recover(102, Recovery.RESTART, Optional.empty()));
      assertTrue(text(refused.message()).contains("offline"), text(refused.message()));
      assertEquals(List.of(), rig.acts());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "backup,being backed up",
    "clone,being cloned",
    "create,being created or restored",
    "migrate,being moved to another host",
    "rollback,being set back to a snapshot",
    "snapshot,a snapshot of it is being made",
    "snapshot-delete,a snapshot of it is being deleted",
    "suspending,qm unlock 102",
    "a-lock-of-tomorrow,Proxmox is working on it"
  })
  void aLockOfTheTargetIsToldWithWhatItMeans(String lock, String meaning) {
    String locked = "{\"vmid\":102,\"name\":\"linux\",\"lock\":\"%s\"}".formatted(lock);
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + locked)) {
      refused(rig, 102, "linux", meaning);
    }
  }

  @Test
  void aTemplateRefusesTheLaunch() {
    String template = "{\"vmid\":102,\"name\":\"linux\",\"template\":true}";
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + template)) {
      refused(rig, 102, "template");
    }
  }

  @Test
  void aNodeThatIsDownIsNamedAndNothingIsStopped() {
    SimScenario scenario =
        SimScenario.parse(
            "{\"nodes\":[{\"name\":\"pve\"},{\"name\":\"other\",\"failure\":\"NO_ROUTE\"}],"
                + "\"vms\":[%s,{\"vmid\":102,\"node\":\"other\"}]}".formatted(WINDOWS));
    try (LaunchRig rig = new LaunchRig(scenario)) {
      PveUnavailable unavailable =
          assertThrows(PveUnavailable.class, () -> rig.launch(102, StopAction.SHUTDOWN));
      assertTrue(unavailable.getMessage().contains("other"), unavailable.getMessage());
      assertEquals(List.of(), rig.acts());
    }
  }

  @Test
  void anHaStateThatLetsItStartIsNoObstacle() {
    try (LaunchRig rig = new LaunchRig(MANAGED)) {
      rig.launch(108);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
    }
  }

  @Test
  void aStorageThatTheTokenMaySeeNothingOfIsNotMissing() {
    String hidden = "{\"vmid\":102,\"name\":\"linux\",\"storage\":\"hidden\"}";
    try (LaunchRig rig = new LaunchRig(hidden)) {
      rig.launch(102);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
    }
  }

  @Test
  void storagesThatCannotBeReadAreNoReason() {
    try (LaunchRig rig = new LaunchRig(WINDOWS + "," + LINUX)) {
      rig.server().faults().on("GET", ".*/storage").always().inject(Fault.refusal(500, "hangs"));
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.SUCCEEDED, rig.last().phase(), text(rig.last().message()));
    }
  }

  private static void refused(LaunchRig rig, int vmid, String... words) {
    LaunchReply.Refused refused =
        assertInstanceOf(LaunchReply.Refused.class, rig.launch(vmid, StopAction.SHUTDOWN));
    for (String word : words) {
      assertTrue(text(refused.message()).contains(word), text(refused.message()));
    }
    assertEquals(List.of(), rig.acts());
    LaunchPreview preview = rig.coordinator().preview(new VmId(vmid)).orElseThrow();
    assertTrue(
        preview.refusal().isPresent()
            || preview.offers().stream()
                .map(StopChoice.Offer::availability)
                .allMatch(Availability.Unavailable.class::isInstance),
        preview.toString());
  }
}
