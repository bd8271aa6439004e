package io.github.riskyproxmox.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** The demo as a person meets it: on the real clock, in seconds. */
class DemoScenarioTest {

  @Test
  void theDemoSwitchesVmsInRealTime() {
    try (SimServer server = SimServer.start(SimScenario.demo(), SimClock.system(), 0)) {
      PveClient pve = new PveClient(server);
      assertEquals(9, pve.get("/nodes/pve/qemu?full=1").array().size());
      String stop = pve.post("/nodes/pve/qemu/101/status/stop").text();
      await(() -> exit(pve, stop).equals("OK"));
      String start = pve.post("/nodes/pve/qemu/106/status/start").text();
      await(() -> exit(pve, start).equals("OK"));
      assertEquals(
          "running", pve.get("/nodes/pve/qemu/106/status/current").object().getString("qmpstatus"));
    }
  }

  @Test
  void theDemoHasEveryKindOfVmThatThePageCanShow() {
    SimScenario demo = SimScenario.demo();
    assertTrue(demo.vms().stream().anyMatch(vm -> vm.tags().contains("easy-kill")));
    assertTrue(demo.vms().stream().anyMatch(vm -> vm.guest().ignoresAcpi()));
    assertTrue(demo.vms().stream().anyMatch(ScenarioVm::template));
    assertTrue(demo.vms().stream().anyMatch(ScenarioVm::container));
    assertTrue(demo.vms().stream().anyMatch(vm -> vm.state() == ScenarioVm.State.HIBERNATED));
    assertTrue(demo.vms().stream().filter(vm -> !vm.hardware().hostPci().isEmpty()).count() >= 2);
  }

  private static String exit(PveClient pve, String upid) {
    return pve.get("/nodes/pve/tasks/" + upid + "/status").object().getString("exitstatus", "");
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "it took longer than 20 s");
    }
  }
}
