package io.github.riskyproxmox.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimScenarioTest {

  @Test
  void anEmptyScenarioHasOneNodeAndATokenOfTheLeastPrivileges() {
    SimScenario scenario = SimScenario.parse("{}");
    assertEquals("pve", scenario.nodes().get(0).name());
    assertEquals("launcher@pve!agent", scenario.subjects().get(1).id());
    assertEquals(List.of(), scenario.vms());
  }

  @Test
  void everyMemberOfAVmIsRead(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("scenario.json");
    Files.writeString(
        file,
        """
        {"version": "8.1.3", "cleanupTrap": false, "messageInBody": false,
         "nodes": [{"name": "one"}, {"name": "two", "failure": "NO_ROUTE"}],
         "vms": [{"vmid": 120, "node": "two", "name": "ö", "tags": "a;b", "notes": "n",
                  "state": "running", "uptime": 60, "lock": "backup", "ha": true,
                  "options": {"startup": "down=9"}, "cores": 3, "memoryMiB": 512, "diskGiB": 5,
                  "storage": "tank", "hostpci": ["0000:01:00.0"], "stateBlockers": ["virtiofs"],
                  "guest": {"shutdown": 1.5, "ignoresAcpi": true, "start": 3, "startFailure": "f",
                            "startLog": "l", "startWarnings": 2, "stop": 0.1, "release": 0.2, "pciLinger": 4,
                            "hibernate": 7, "hibernateFailure": "h"}}]}
        """);
    SimScenario scenario = SimScenario.load(file);
    assertEquals("8.1.3", scenario.version());
    assertFalse(scenario.cleanupTrap());
    assertFalse(scenario.messageInBody());
    assertEquals(Optional.of(NodeFailure.NO_ROUTE), scenario.nodes().get(1).failure());
    ScenarioVm vm = scenario.vms().get(0);
    assertEquals("two", vm.node());
    assertEquals("ö", vm.name());
    assertEquals(Duration.ofSeconds(60), vm.uptime());
    assertEquals(Optional.of("backup"), vm.lock());
    assertEquals("down=9", vm.options().get("startup"));
    assertEquals(
        new Hardware(3, 512, 5, "tank", List.of("0000:01:00.0"), List.of("virtiofs")),
        vm.hardware());
    assertEquals(
        new GuestBehaviour(
            Duration.ofMillis(1500),
            true,
            Duration.ofSeconds(3),
            Optional.of("f"),
            Optional.of("l"),
            2,
            Duration.ofMillis(100),
            Duration.ofMillis(200),
            Duration.ofSeconds(4),
            Duration.ofSeconds(7),
            Optional.of("h")),
        vm.guest());
  }

  @Test
  void aTokenWithoutASecretGetsANewOneAtEachStart() {
    SimScenario scenario = SimScenario.demo();
    String first = new SimAccess(scenario).secret("launcher@pve!agent");
    assertNotEquals(first, new SimAccess(scenario).secret("launcher@pve!agent"));
  }

  @Test
  void aScenarioThatIsNoJsonOrHasAnUnknownStateIsRefused() {
    assertThrows(RuntimeException.class, () -> SimScenario.parse("nonsense"));
    assertThrows(
        IllegalArgumentException.class,
        () -> SimScenario.parse("{\"vms\":[{\"vmid\":100,\"state\":\"flying\"}]}"));
  }

  @Test
  void manyMachinesAreServedAtOnce() {
    SimScenario many = SimScenario.many(1000);
    try (SimServer server = SimServer.start(many, SimClock.manual(), 0)) {
      PveClient pve = new PveClient(server);
      assertEquals(1000, pve.get("/nodes/pve/qemu?full=1").array().size());
      assertEquals(1000, pve.get("/cluster/resources?type=vm").array().size());
    }
  }
}
