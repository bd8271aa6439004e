package io.github.riskyproxmox.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchStep;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A fact of the launch applies until a read that began later. */
class LaunchFactsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Vm OLD = FakeProxmox.vm(101, "pve", "old");
  private static final Vm NEW = FakeProxmox.vm(102, "pve", "new");

  private final MonitorRig rig = new MonitorRig();
  private final Instant now = rig.time().now();

  LaunchFactsTest() {
    rig.proxmox().put(FakeProxmox.running(OLD, Duration.ofHours(3)));
    rig.proxmox().put(NEW);
    rig.begin(site -> {});
    rig.advance(Duration.ofSeconds(30));
  }

  @Test
  void aVmThatTheLaunchStoppedIsShownAsStoppedBeforeTheNextRead() {
    becomes(Optional.of(PowerState.STOPPED));
    Vm stopped = vm(101);
    assertEquals(PowerState.STOPPED, stopped.power());
    assertEquals(Duration.ZERO, stopped.uptime());
    assertEquals(OLD.memoryBytes(), stopped.memoryBytes());
    assertEquals(site().revision(), site().changedAt().get(OLD.id()));
  }

  @Test
  void aVmThatTheLaunchHibernatedHasProxmoxsLock() {
    becomes(Optional.of(PowerState.HIBERNATED));
    assertEquals(PowerState.HIBERNATED, vm(101).power());
    assertEquals(Optional.of("suspended"), vm(101).lock());
  }

  @Test
  void aReadThatBeganLaterReplacesTheFact() {
    becomes(Optional.of(PowerState.STOPPED));
    rig.advance(SECOND);
    assertEquals(PowerState.RUNNING, vm(101).power());
  }

  @Test
  void aReadThatBeganEarlierDoesNotReplaceTheFact() {
    LaunchReport waiting = report(Optional.empty());
    rig.launched(waiting);
    rig.advance(Duration.ofSeconds(4));
    // The launch stops the VM after Proxmox has composed its answer and before it arrives.
    rig.proxmox().duringNextRequest(() -> rig.launched(report(Optional.of(PowerState.STOPPED))));
    rig.monitor().fresh();
    assertEquals(PowerState.STOPPED, vm(101).power());
  }

  @Test
  void aVmThatMovedAwayIsNotShownAsStopped() {
    becomes(Optional.empty());
    assertEquals(PowerState.RUNNING, vm(101).power());
  }

  @Test
  void whatALaunchDidBeforeTheAgentStartedIsNotAFact() {
    rig.launched(report(Optional.of(PowerState.STOPPED)));
    assertEquals(PowerState.RUNNING, vm(101).power());
  }

  private void becomes(Optional<PowerState> reached) {
    rig.launched(report(Optional.empty()));
    rig.launched(report(reached));
  }

  private LaunchReport report(Optional<PowerState> reached) {
    LaunchStep step = Reports.step(LaunchStep.Kind.WAIT, new VmId(101), reached, now);
    return Reports.of("launch", NEW, LaunchPhase.STARTING, List.of(step), now);
  }

  private SiteSnapshot site() {
    return rig.monitor().snapshot();
  }

  private Vm vm(int id) {
    return site().inventory().find(new VmId(id)).orElseThrow();
  }
}
