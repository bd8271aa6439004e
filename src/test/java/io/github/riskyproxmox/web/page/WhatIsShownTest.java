package io.github.riskyproxmox.web.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchStep;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.monitor.FakeProxmox;
import io.github.riskyproxmox.monitor.MonitorRig;
import io.github.riskyproxmox.monitor.Reports;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After any sequence of events an open page shows the same as a newly opened page. */
class WhatIsShownTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration A_WHILE = Duration.ofSeconds(15);
  private static final List<String> NODES = List.of("pve", "attic");

  private final MonitorRig rig = new MonitorRig();
  private final OpenPage page = new OpenPage();

  WhatIsShownTest() {
    rig.proxmox().put(FakeProxmox.vm(101, "pve", "ubuntu-ml"));
    rig.proxmox().put(running(FakeProxmox.vm(102, "pve", "win11"), 100));
  }

  @Test
  void aVmThatDiesBeforeTheNextReadIsNotShownAsRunning() {
    begin();
    launch(101);
    stop(101);

    rig.advance(A_WHILE);

    assertEquals(CardState.STOPPED, page.state(101));
    page.assertShows(site());
  }

  @Test
  void settingTheClockBackDoesNotKeepFactsOfTheLaunch() {
    begin();
    rig.advance(A_WHILE);
    Instant ended = rig.time().now();
    rig.proxmox().put(running(vm(101), 1));
    rig.launched(Reports.of(vm(101), LaunchPhase.STARTING, ended));
    rig.time().setWall(Duration.ofHours(-1));
    rig.launched(Reports.started(vm(101), ended));
    stop(101);

    rig.advance(A_WHILE);

    assertEquals(CardState.STOPPED, page.state(101));
    page.assertShows(site());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void everyVisibleChangeRaisesTheRevision(long seed) {
    Random random = new Random(seed);
    for (int id = 103; id <= 106; id++) {
      rig.proxmox().put(FakeProxmox.vm(id, NODES.get(id % 2), "vm-" + id));
    }
    begin();
    for (int step = 0; step < 400; step++) {
      happen(random);
      page.assertShows(site());
    }
  }

  private void happen(Random random) {
    int id = 101 + random.nextInt(6);
    Vm vm = vm(id);
    switch (random.nextInt(16)) {
      case 0 -> rig.proxmox().put(running(vm, random.nextInt(100)));
      case 1 -> stop(id);
      case 2 -> rig.proxmox().put(UiSamples.locked(vm, random.nextBoolean() ? "backup" : "snap"));
      case 3 ->
          rig.proxmox()
              .put(vm.configuredAs(Optional.of("note " + random.nextInt(3)), Optional.empty()));
      case 4 -> rig.proxmox().fail(new PveUnavailable("gone", PveUnavailable.Delivery.UNCERTAIN));
      case 5 -> rig.proxmox().recover();
      case 6 -> rig.proxmox().noAnswer("attic");
      case 7 -> rig.proxmox().wake();
      case 8 -> launch(id);
      case 9 -> launchWithStop(id, random);
      case 10 -> rig.time().setWall(Duration.ofMinutes(random.nextInt(-90, 90)));
      case 11 -> rig.monitor().pageLoaded();
      case 12 -> rig.proxmox().put(FakeProxmox.tagged(vm, random.nextBoolean() ? "keep" : ""));
      case 13 -> rig.proxmox().configure(id, Map.of("scsi0", "nas:" + random.nextInt(4)));
      default -> rig.advance(Duration.ofMillis(random.nextInt(9_000)));
    }
  }

  private void launchWithStop(int id, Random random) {
    Instant now = rig.time().now();
    int other = id == 101 ? 102 : 101;
    Vm target = vm(id);
    PowerState gone = random.nextBoolean() ? PowerState.STOPPED : PowerState.HIBERNATED;
    List<LaunchStep> steps = new ArrayList<>();
    steps.add(Reports.step(LaunchStep.Kind.WAIT, new VmId(other), Optional.empty(), now));
    rig.launched(report(target, LaunchPhase.WAITING, steps, now));
    if (random.nextBoolean()) {
      rig.advance(Duration.ofMillis(random.nextInt(3_000)));
    }
    stop(other);
    steps.set(0, Reports.step(LaunchStep.Kind.WAIT, new VmId(other), Optional.of(gone), now));
    rig.launched(report(target, LaunchPhase.STARTING, steps, now));
    rig.launched(report(target, LaunchPhase.FAILED, steps, now));
  }

  private static LaunchReport report(
      Vm target, LaunchPhase phase, List<LaunchStep> steps, Instant now) {
    return Reports.of("launch-" + now, target, phase, steps, now);
  }

  private void launch(int id) {
    Instant now = rig.time().now();
    rig.launched(Reports.of(vm(id), LaunchPhase.STARTING, now));
    rig.proxmox().put(running(vm(id), 1));
    rig.launched(Reports.started(vm(id), now));
  }

  private void stop(int id) {
    Vm vm = vm(id);
    rig.proxmox().put(vm.in(PowerState.STOPPED, Optional.empty()));
  }

  private Vm vm(int id) {
    return rig.proxmox().find(id);
  }

  private static Vm running(Vm vm, int seconds) {
    return FakeProxmox.running(vm, SECOND.multipliedBy(seconds));
  }

  private void begin() {
    rig.begin(page::sync);
  }

  private SiteSnapshot site() {
    return rig.monitor().snapshot();
  }
}
