package io.github.riskyproxmox.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The demo: a home, which switches in seconds on the real clock. */
class DemoScenarioTest {
  private static final SimScenario DEMO = SimScenario.demo();
  private static final Predicate<ScenarioVm> HAS_THE_CARD =
      vm -> vm.hardware().hostPci().contains("0000:01:00.0");

  @Test
  void theDemoSwitchesVmsInRealTime() {
    try (SimServer server = SimServer.start(DEMO, SimClock.system(), 0)) {
      PveClient pve = new PveClient(server);
      assertEquals(9, pve.get("/nodes/pve/qemu?full=1").array().size());
      String stop = pve.post("/nodes/pve/qemu/101/status/stop").text();
      await(() -> exit(pve, stop).equals("OK"));
      String start = pve.post("/nodes/pve/qemu/103/status/start").text();
      await(() -> exit(pve, start).equals("OK"));
      assertEquals(
          "running", pve.get("/nodes/pve/qemu/103/status/current").object().getString("qmpstatus"));
    }
  }

  @Test
  void threeVmsAndAKioskShareACardAndAFourthIsInTheirGroup() {
    assertEquals(Set.of("win11-gaming", "ubuntu-ml", "steamos", "kiosk"), names(HAS_THE_CARD));
    assertEquals(
        Set.of("win11-gaming", "ubuntu-ml", "steamos", "macos-sonoma"),
        names(vm -> hasTag(vm, "exclusive-video")));
    assertEquals(Set.of("kiosk"), names(vm -> hasTag(vm, "easy-kill")));
  }

  @Test
  void theHomeRunsBesideThemAndSharesNothing() {
    Set<String> home = Set.of("home-assistant", "opnsense", "truenas");
    assertEquals(home, names(vm -> hasTag(vm, "home") && !vm.container()));
    List<String> devices =
        DEMO.vms().stream().flatMap(vm -> vm.hardware().hostPci().stream()).toList();
    for (ScenarioVm vm : DEMO.vms()) {
      if (home.contains(vm.name())) {
        assertEquals(ScenarioVm.State.RUNNING, vm.state());
        vm.hardware()
            .hostPci()
            .forEach(device -> assertEquals(1, Collections.frequency(devices, device), device));
      }
    }
    assertEquals(Set.of("opnsense"), names(vm -> hasTag(vm, "keep")));
  }

  @Test
  void everyKindOfGuestIsThere() {
    assertEquals(Set.of("steamos"), names(vm -> vm.guest().ignoresAcpi()));
    assertEquals(Set.of("macos-sonoma"), names(vm -> vm.state() == ScenarioVm.State.HIBERNATED));
    assertEquals(Set.of("win11-gaming"), names(vm -> vm.guest().agent().isPresent()));
    assertEquals(Set.of("debian-13-template"), names(ScenarioVm::template));
    assertEquals(Set.of("jellyfin"), names(ScenarioVm::container));
    assertEquals(
        Set.of("jellyfin"),
        names(vm -> vm.options().getOrDefault("dev0", "").startsWith("/dev/dri/")));
  }

  @Test
  void theAgentMayDoAllThatTheDemoShows() {
    try (SimServer server = SimServer.start(DEMO, SimClock.manual(), 0)) {
      PveClient pve = new PveClient(server);
      assertEquals(200, pve.get("/nodes/pve/qemu/101/agent/info").status());
      assertEquals(200, pve.post("/nodes/pve/status", "command=shutdown").status());
      assertEquals(1, pve.get("/nodes/pve/lxc").array().size());
    }
  }

  private static Set<String> names(Predicate<ScenarioVm> kind) {
    return DEMO.vms().stream().filter(kind).map(ScenarioVm::name).collect(Collectors.toSet());
  }

  private static boolean hasTag(ScenarioVm vm, String tag) {
    return List.of(vm.tags().split(";", -1)).contains(tag);
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
