package io.github.riskyproxmox.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.vm.Load;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsageHistoryTest {
  private static final Vm VM = FakeProxmox.vm(101, "pve", "win11");
  private static final Duration POLL = PollSchedule.PERIOD;

  private static final Instant STARTED = Instant.parse("2025-12-31T12:00:00Z");

  private final MonitorRig rig = new MonitorRig();

  @Test
  void thePollsThatHappenAnywayLeaveASampleEveryTenSeconds() {
    use(12.5, 1 << 30);
    begin();
    use(50, 2L << 30);
    rig.advance(Duration.ofSeconds(6));
    assertEquals(1, usage().size());
    assertEquals(12.5, usage().get(0).cpuPercent());
    assertEquals(1 << 30, usage().get(0).memoryBytes());
    assertTrue(
        Duration.between(usage().get(0).at(), rig.time().steady()).compareTo(POLL.plusSeconds(2))
            < 0);

    rig.advance(Duration.ofMinutes(1));

    List<Usage> usage = usage();
    assertEquals(50, usage.get(usage.size() - 1).cpuPercent());
    assertEquals(2L << 30, usage.get(usage.size() - 1).memoryBytes());
    assertTrue(usage.size() >= 6, usage.toString());
    assertSpaced(usage);
  }

  @Test
  void itNeitherRaisesTheRevisionNorCausesRequests() {
    MonitorRig idle = new MonitorRig();
    idle.proxmox().put(running(VM));
    idle.begin(site -> {});
    idle.advance(Duration.ZERO);
    use(10, 1);
    begin();
    rig.advance(Duration.ofMinutes(1));
    idle.advance(Duration.ofMinutes(1));
    long before = rig.monitor().snapshot().revision();

    for (int poll = 0; poll < 60; poll++) {
      use(poll, poll);
      rig.advance(POLL);
      idle.proxmox().put(running(VM));
      idle.advance(POLL);
    }

    assertEquals(before, rig.monitor().snapshot().revision());
    assertEquals(idle.proxmox().requests(), rig.proxmox().requests());
  }

  @Test
  void samplesOlderThanTenMinutesAreForgotten() {
    use(10, 1);
    begin();
    rig.advance(Duration.ofHours(2));

    assertTrue(usage().size() <= 64, usage().size() + " samples");
    assertTrue(usage().size() >= 55, usage().size() + " samples");
    assertSpaced(usage());

    rig.monitor().streamClosed();
    rig.advance(Duration.ofMinutes(11));
    assertEquals(List.of(), usage());
  }

  @Test
  void aVmThatStopsStartsAgainWithoutSamples() {
    use(10, 1);
    begin();
    rig.advance(Duration.ofMinutes(1));
    rig.proxmox().put(VM);
    rig.advance(POLL.multipliedBy(2));

    assertEquals(List.of(), usage());
  }

  @Test
  void withoutAMeasurementThereIsNoSample() {
    rig.proxmox().put(running(VM));
    begin();
    rig.advance(Duration.ofMinutes(1));

    assertEquals(List.of(), usage());
  }

  @Test
  void anOutageRepeatsNoSample() {
    use(10, 1);
    begin();
    rig.advance(Duration.ofMinutes(1));
    int before = usage().size();
    rig.proxmox().fail(new PveUnavailable("away", PveUnavailable.Delivery.NOT_DELIVERED));
    rig.advance(Duration.ofMinutes(2));

    assertEquals(before, usage().size());
  }

  @Test
  void ofManyVmsTheFirstAreKept() {
    for (int id = 101; id < 101 + UsageHistory.MOST_VMS + 10; id++) {
      Vm vm = running(FakeProxmox.vm(id, "pve", "vm-" + id));
      rig.proxmox().put(FakeProxmox.loaded(vm, new Load(10, 1)));
    }
    begin();

    UsageHistory history = rig.monitor().usage();
    assertEquals(1, history.of(new VmId(100 + UsageHistory.MOST_VMS)).size());
    assertEquals(List.of(), history.of(new VmId(101 + UsageHistory.MOST_VMS)));
  }

  private static void assertSpaced(List<Usage> usage) {
    for (int i = 1; i < usage.size(); i++) {
      Duration gap = Duration.between(usage.get(i - 1).at(), usage.get(i).at());
      assertTrue(gap.compareTo(UsageHistory.SPACING) >= 0, usage.toString());
    }
  }

  private void begin() {
    rig.begin(site -> {});
    rig.advance(Duration.ZERO);
  }

  private void use(double cpuPercent, long memoryBytes) {
    rig.proxmox().put(FakeProxmox.loaded(running(VM), new Load(cpuPercent, memoryBytes)));
  }

  private Vm running(Vm vm) {
    return FakeProxmox.running(vm, Duration.between(STARTED, rig.time().steady()));
  }

  private List<Usage> usage() {
    return rig.monitor().usage().of(VM.id());
  }
}
