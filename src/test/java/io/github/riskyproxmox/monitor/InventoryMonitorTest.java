package io.github.riskyproxmox.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.conflict.ConflictPolicy;
import io.github.riskyproxmox.domain.conflict.Exclusion;
import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.pve.Access;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.pve.PveProtocolError;
import io.github.riskyproxmox.domain.pve.PveRefused;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import jakarta.enterprise.event.Startup;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InventoryMonitorTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final FakeProxmox proxmox = new FakeProxmox();
  private final ManualScheduler time = ManualScheduler.eager();
  private final RecordedEvents<SiteSnapshot> events = new RecordedEvents<>();
  private final InventoryMonitor monitor =
      new InventoryMonitor(proxmox, MonitorRig.settings("auto"), time, events);

  InventoryMonitorTest() {
    for (int id = 101; id <= 106; id++) {
      proxmox.put(FakeProxmox.vm(id, "pve", "vm-" + id));
    }
  }

  @Test
  void withoutPagesOnlyTheFirstPollMakesRequests() {
    begin();
    int first = proxmox.requests();

    time.advance(Duration.ofHours(1));

    assertEquals(first, proxmox.requests());
    assertEquals(6, monitor.snapshot().inventory().vms().size());
  }

  @Test
  void onePageAndFiftyPagesCostTwentyRequestsAMinuteAtMost() {
    begin();
    monitor.streamOpened();
    time.advance(MINUTE);
    int one = requestsWithin(Duration.ofMinutes(30));
    for (int page = 2; page <= 50; page++) {
      monitor.streamOpened();
    }
    int fifty = requestsWithin(Duration.ofMinutes(30));

    assertTrue(one <= 30 * 20, one + " requests in 30 minutes");
    assertTrue(one >= 30 * 10, "too few requests for a page: " + one);
    assertEquals(one, fifty);
  }

  @Test
  void changedPrivilegesRaiseTheRevision() {
    begin();
    long before = monitor.snapshot().revision();

    monitor.accessChanged(new Access("9.2.11", Set.of()));

    assertEquals(before + 1, monitor.snapshot().revision());
    assertEquals(before + 1, events.fired().get(events.fired().size() - 1).revision());
  }

  @Test
  void manyNodesCostNoMoreThanOne() {
    for (int node = 1; node <= 8; node++) {
      proxmox.put(FakeProxmox.vm(200 + node, "pve" + node, "other-" + node));
    }
    begin();
    monitor.streamOpened();
    time.advance(MINUTE);

    int requests = requestsWithin(Duration.ofMinutes(30));

    // Five unused requests may have accumulated before.
    assertTrue(requests <= 30 * 20 + 5, requests + " requests in 30 minutes");
  }

  @Test
  void programsThatPollOftenStayWithinTheSameBudget() {
    begin();
    time.advance(MINUTE);
    int before = proxmox.requests();

    for (int tenths = 0; tenths < 6000; tenths++) {
      monitor.fresh();
      time.advance(Duration.ofMillis(100));
    }

    int requests = proxmox.requests() - before;
    assertTrue(requests <= 10 * 20 + 5, requests + " requests in 10 minutes");
  }

  @Test
  void pollingStopsWhenTheLastPageCloses() {
    begin();
    monitor.streamOpened();
    monitor.streamOpened();
    monitor.streamClosed();
    time.advance(MINUTE);
    monitor.streamClosed();
    time.advance(MINUTE);

    assertEquals(0, requestsWithin(Duration.ofHours(1)));
  }

  @Test
  void anOpenPageSeesAChangeWithinSeconds() {
    begin();
    monitor.streamOpened();
    time.advance(MINUTE);
    long before = monitor.snapshot().revision();

    proxmox.put(FakeProxmox.running(FakeProxmox.vm(103, "pve", "vm-103"), SECOND));
    time.advance(PollSchedule.PERIOD.plus(SECOND));

    SiteSnapshot seen = monitor.snapshot();
    assertEquals(before + 1, seen.revision());
    assertEquals(seen, events.fired().get(events.fired().size() - 1));
    assertEquals(Optional.of(PowerState.RUNNING), power(103));
    assertEquals(before + 1, seen.changedAt().get(new VmId(103)));
    assertTrue(seen.changedAt().get(new VmId(104)) < before + 1);
  }

  @Test
  void aGrowingUptimeIsNoChangeButARestartIs() {
    Vm vm = FakeProxmox.vm(103, "pve", "vm-103");
    proxmox.put(FakeProxmox.running(vm, Duration.ofSeconds(100)));
    begin();
    long first = monitor.snapshot().revision();

    proxmox.put(FakeProxmox.running(vm, Duration.ofSeconds(160)));
    time.advance(MINUTE);
    assertEquals(first, monitor.fresh().revision());
    assertEquals(
        Optional.of(Duration.ofSeconds(160)),
        monitor.snapshot().inventory().find(vm.id()).map(Vm::uptime));

    proxmox.put(FakeProxmox.running(vm, Duration.ofSeconds(3)));
    time.advance(MINUTE);
    assertEquals(first + 1, monitor.fresh().revision());
  }

  @Test
  void anotherQmpStatusForTheSameStateIsAChange() {
    Vm vm = FakeProxmox.vm(103, "pve", "vm-103").in(PowerState.CRASHED, Optional.empty());
    proxmox.put(vm.withQmpStatus("io-error"));
    begin();
    long first = monitor.snapshot().revision();

    proxmox.put(vm.withQmpStatus("internal-error"));
    time.advance(MINUTE);

    assertEquals(first + 1, monitor.fresh().revision());
  }

  @Test
  void aRemovedVmIsAChange() {
    begin();
    long first = monitor.snapshot().revision();

    proxmox.remove(104);
    time.advance(MINUTE);

    assertEquals(first + 1, monitor.fresh().revision());
    assertEquals(5, monitor.snapshot().inventory().vms().size());
  }

  @Test
  void aVmThatMovedToAnEmptyNodeIsSeenThereWithinSeconds() {
    begin();
    monitor.streamOpened();
    time.advance(MINUTE.plus(PollSchedule.PERIOD));

    proxmox.put(FakeProxmox.vm(104, "spare", "vm-104"));
    time.advance(PollSchedule.PERIOD.plus(SECOND));

    Vm moved = monitor.snapshot().inventory().find(new VmId(104)).orElseThrow();
    assertEquals("spare", moved.node().value());
  }

  @Test
  void aNewVmHasItsNotesAndEditedNotesAreReadInTime() {
    begin();
    monitor.streamOpened();
    time.advance(MINUTE);

    proxmox.put(FakeProxmox.vm(107, "pve", "new"));
    time.advance(PollSchedule.PERIOD.plus(SECOND));
    assertEquals(Optional.of("notes of new"), notes(107));

    proxmox.put(
        FakeProxmox.vm(102, "pve", "vm-102").configuredAs(Optional.of("edited"), Optional.empty()));
    time.advance(ConfigCache.PERIOD.multipliedBy(8));
    assertEquals(Optional.of("edited"), notes(102));
  }

  @Test
  void theSystemOfAVmIsKnownWithItsNotesAndRaisesItsRevisionAlone() {
    begin();
    monitor.streamOpened();
    time.advance(MINUTE);
    SiteSnapshot before = monitor.snapshot();

    proxmox.setOstype(102, "win11");
    time.advance(ConfigCache.PERIOD.multipliedBy(8));

    SiteSnapshot after = monitor.snapshot();
    assertEquals(
        Optional.of("win11"), after.inventory().find(new VmId(102)).orElseThrow().ostype());
    assertEquals(Optional.empty(), after.inventory().find(new VmId(101)).orElseThrow().ostype());
    assertEquals(before.revision() + 1, after.revision());
    assertEquals(after.revision(), after.changedAt().get(new VmId(102)));
    assertTrue(after.changedAt().get(new VmId(101)) < after.revision());
  }

  @Test
  void theFirstSnapshotDoesNotWaitForNotes() {
    ManualScheduler patient = ManualScheduler.patient();
    InventoryMonitor slow =
        new InventoryMonitor(proxmox, MonitorRig.settings("auto"), patient, events);
    slow.startup(new Startup());

    patient.settle();

    SiteSnapshot first = events.fired().get(0);
    assertEquals(6, first.inventory().vms().size());
    assertTrue(first.inventory().vms().stream().allMatch(vm -> vm.notes().isEmpty()));
    Vm later = slow.snapshot().inventory().find(new VmId(101)).orElseThrow();
    assertEquals(Optional.of("notes of vm-101"), later.notes());
  }

  @Test
  void theNotesOfManyVmsAreReadInBatches() {
    for (int id = 1000; id < 2000; id++) {
      proxmox.put(FakeProxmox.vm(id, "pve", "many-" + id));
    }
    begin();
    assertEquals(ConfigCache.BATCH, proxmox.configs());

    time.advance(MINUTE);

    assertEquals(1006, proxmox.configs());
    assertEquals(ConfigCache.BATCH, proxmox.largestBatch());
    assertTrue(
        monitor.snapshot().inventory().vms().stream().allMatch(vm -> vm.notes().isPresent()));
  }

  @Test
  void notesThatCouldNotBeReadAreNotRequestedAgainAtOnce() {
    proxmox.hideConfigs();
    begin();
    monitor.streamOpened();
    int first = proxmox.configs();

    time.advance(Duration.ofSeconds(19));

    assertEquals(6, first);
    assertEquals(first, proxmox.configs());
  }

  @Test
  void theFirstPageAfterAWhileShowsEditedNotesAtOnce() {
    begin();
    monitor.streamOpened();
    monitor.streamClosed();
    time.advance(Duration.ofHours(1));

    proxmox.put(
        FakeProxmox.vm(102, "pve", "vm-102").configuredAs(Optional.of("edited"), Optional.empty()));
    monitor.streamOpened();
    time.advance(SECOND);

    assertEquals(Optional.of("edited"), notes(102));
  }

  @Test
  void aReloadShowsEditedNotesAlthoughOtherPagesAreOpen() {
    begin();
    monitor.streamOpened();
    time.advance(Duration.ofMinutes(10));

    proxmox.put(
        FakeProxmox.vm(102, "pve", "vm-102").configuredAs(Optional.of("edited"), Optional.empty()));
    monitor.pageLoaded();
    time.advance(SECOND);

    assertEquals(Optional.of("edited"), notes(102));
  }

  @Test
  void frequentReloadsReadNotesOnlyOnceAMinute() {
    for (int id = 1000; id < 1200; id++) {
      proxmox.put(FakeProxmox.vm(id, "pve", "many-" + id));
    }
    begin();
    monitor.streamOpened();
    time.advance(Duration.ofMinutes(10));
    int before = proxmox.configs();

    for (int second = 0; second < 600; second++) {
      monitor.pageLoaded();
      time.advance(SECOND);
    }

    int read = proxmox.configs() - before;
    assertTrue(read <= 10 * (ConfigCache.BATCH + 3), read + " in ten minutes");
  }

  @Test
  void whileALaunchIsUnderWayOnlyItsNodeIsListed() {
    for (int id = 201; id <= 250; id++) {
      proxmox.put(FakeProxmox.vm(id, "other", "far-" + id));
    }
    begin();
    monitor.streamOpened();
    time.advance(MINUTE);
    Vm target = FakeProxmox.vm(103, "pve", "vm-103");
    monitor.launchChanged(Reports.of(target, LaunchPhase.WAITING, time.now()));
    int overviews = proxmox.listedAll();
    int configs = proxmox.configs();

    int requests = requestsWithin(Duration.ofMinutes(3));
    proxmox.put(FakeProxmox.running(FakeProxmox.vm(104, "pve", "vm-104"), SECOND));
    time.advance(PollSchedule.PERIOD_IN_LAUNCH.plus(SECOND));

    assertEquals(overviews, proxmox.listedAll());
    assertEquals(configs, proxmox.configs());
    assertTrue(requests <= 3 * 6 + 1, requests + " requests");
    assertEquals(Optional.of(PowerState.RUNNING), power(104));
    monitor.launchChanged(Reports.of(target, LaunchPhase.SUCCEEDED, time.now()));
    time.advance(MINUTE);
    assertTrue(proxmox.listedAll() > overviews);
    assertTrue(proxmox.configs() > configs);
  }

  @Test
  void anUnconfirmedSnapshotIsAnOutageOnlyIfItIsMuchTooOld() {
    ManualScheduler patient = ManualScheduler.patient();
    InventoryMonitor slow =
        new InventoryMonitor(
            proxmox, new ConflictPolicy(Exclusion.AUTO), patient, events, Duration.ofMillis(1));
    slow.startup(new Startup());
    patient.settle();

    patient.advance(Duration.ofSeconds(16));
    assertEquals(Optional.empty(), slow.confirmed(SECOND).trouble());

    patient.settle();
    patient.advance(Duration.ofSeconds(17));
    SiteSnapshot unconfirmed = slow.confirmed(SECOND);
    assertEquals(Optional.of(Trouble.Kind.UNREACHABLE), unconfirmed.trouble().map(Trouble::kind));
    assertEquals(Optional.empty(), slow.confirmed(MINUTE).trouble());
    assertEquals(Optional.empty(), slow.fresh().trouble());

    patient.settle();
    assertEquals(Optional.empty(), slow.confirmed(SECOND).trouble());
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(
            new PveUnavailable("gone", PveUnavailable.Delivery.UNCERTAIN),
            Trouble.Kind.UNREACHABLE),
        Arguments.of(refused(PveRefused.Reason.TOKEN), Trouble.Kind.TOKEN),
        Arguments.of(refused(PveRefused.Reason.CERTIFICATE), Trouble.Kind.CERTIFICATE),
        Arguments.of(refused(PveRefused.Reason.PERMISSION), Trouble.Kind.REFUSED),
        Arguments.of(refused(PveRefused.Reason.PARAMETER), Trouble.Kind.REFUSED),
        Arguments.of(refused(PveRefused.Reason.HANDLER), Trouble.Kind.REFUSED),
        Arguments.of(new PveProtocolError("what?"), Trouble.Kind.NOT_UNDERSTOOD));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void troubleKeepsTheInventoryAndEndsWithTheNextSuccess(PveException failure, Trouble.Kind kind) {
    begin();
    monitor.streamOpened();
    time.advance(MINUTE);
    Optional<Instant> lastRead = monitor.snapshot().readAt();

    proxmox.fail(failure);
    time.advance(MINUTE);
    SiteSnapshot troubled = monitor.snapshot();
    Trouble trouble = troubled.trouble().orElseThrow();
    assertEquals(kind, trouble.kind());
    assertEquals(failure.getMessage(), trouble.message());
    assertTrue(trouble.since().isAfter(lastRead.orElseThrow()));
    assertEquals(6, troubled.inventory().vms().size());
    assertTrue(troubled.readAt().orElseThrow().isBefore(trouble.since()));

    proxmox.recover();
    time.advance(MINUTE);
    assertEquals(Optional.empty(), monitor.snapshot().trouble());
    assertTrue(monitor.snapshot().revision() > troubled.revision());
  }

  @Test
  void aLongOutageIsOneChangeAndStaysWithinTheBudget() {
    begin();
    monitor.streamOpened();
    proxmox.fail(refused(PveRefused.Reason.TOKEN));
    time.advance(MINUTE);
    SiteSnapshot troubled = monitor.snapshot();

    int requests = requestsWithin(Duration.ofMinutes(10));

    assertEquals(troubled.revision(), monitor.snapshot().revision());
    assertEquals(troubled.trouble(), monitor.snapshot().trouble());
    assertTrue(requests <= 200, requests + " requests");
  }

  @Test
  void aVmWhoseNodeGoesDownKeepsItsDetails() {
    proxmox.put(FakeProxmox.running(FakeProxmox.vm(201, "other", "far-away"), SECOND));
    begin();
    monitor.streamOpened();
    time.advance(MINUTE);
    proxmox.noAnswer("other");
    time.advance(MINUTE.multipliedBy(2));

    Vm vm = monitor.snapshot().inventory().find(new VmId(201)).orElseThrow();
    assertEquals(PowerState.UNKNOWN, vm.power());
    assertEquals("far-away", vm.name());
    assertEquals(Optional.of("notes of far-away"), vm.notes());
    assertEquals(2, vm.cores());
    assertEquals(1L << 30, vm.memoryBytes());
    assertEquals(Duration.ZERO, vm.uptime());
  }

  @Test
  void aSilentNodeDoesNotHideTheOthersAndRecovers() {
    proxmox.put(FakeProxmox.vm(301, "other", "far"));
    begin();
    monitor.streamOpened();
    time.advance(MINUTE);

    proxmox.noAnswer("other");
    time.advance(MINUTE);
    assertEquals(
        Map.of(new NodeName("other"), "No route to host"),
        monitor.snapshot().inventory().silentNodes());
    assertEquals(Optional.empty(), monitor.snapshot().trouble());
    proxmox.put(FakeProxmox.running(FakeProxmox.vm(103, "pve", "vm-103"), SECOND));
    time.advance(Duration.ofSeconds(20));
    assertEquals(Optional.of(PowerState.RUNNING), power(103));

    proxmox.wake();
    time.advance(InventoryReader.OVERVIEW_PERIOD.plus(PollSchedule.PERIOD));
    assertEquals(Map.of(), monitor.snapshot().inventory().silentNodes());
  }

  @Test
  void aLaunchIsPublishedAtOnceAndPolledWithoutPages() {
    begin();
    time.advance(MINUTE);
    Vm target = FakeProxmox.vm(103, "pve", "vm-103");
    long before = monitor.snapshot().revision();

    monitor.launchChanged(Reports.of(target, LaunchPhase.WAITING, time.now()));
    assertEquals(before + 1, monitor.snapshot().revision());
    monitor.launchChanged(Reports.of(target, LaunchPhase.WAITING, time.now()));
    assertEquals(before + 1, monitor.snapshot().revision());

    proxmox.put(FakeProxmox.running(target, SECOND));
    time.advance(SECOND);
    assertEquals(Optional.of(PowerState.RUNNING), power(103));
    assertTrue(requestsWithin(MINUTE) > 5);

    monitor.launchChanged(Reports.of(target, LaunchPhase.SUCCEEDED, time.now()));
    time.advance(MINUTE);
    assertEquals(0, requestsWithin(MINUTE));
  }

  @Test
  void theResultOfALaunchIsNewsForTenMinutes() {
    begin();
    Vm target = FakeProxmox.vm(103, "pve", "vm-103");
    monitor.launchChanged(Reports.of(target, LaunchPhase.STARTING, time.now()));
    monitor.launchChanged(Reports.started(target, time.now()));
    time.advance(InventoryMonitor.NEWS.minus(SECOND));
    assertTrue(monitor.snapshot().launchIsNews());
    long before = monitor.snapshot().revision();

    time.advance(SECOND);

    assertFalse(monitor.snapshot().launchIsNews());
    assertEquals(before + 1, monitor.snapshot().revision());
    assertTrue(monitor.snapshot().launch().isPresent());
  }

  @Test
  void theResultOfALaunchBeforeARestartIsNewsOnlyIfRecent() {
    begin();
    Vm target = FakeProxmox.vm(103, "pve", "vm-103");
    monitor.launchChanged(Reports.started(target, time.now().minus(Duration.ofDays(2))));
    assertFalse(monitor.snapshot().launchIsNews());
    assertTrue(monitor.snapshot().launch().isPresent());
  }

  @Test
  void settingTheSystemClockDoesNotStopPolling() {
    begin();
    monitor.streamOpened();
    time.advance(MINUTE);
    time.setWall(Duration.ofHours(-1));
    proxmox.put(FakeProxmox.running(FakeProxmox.vm(103, "pve", "vm-103"), SECOND));
    time.advance(PollSchedule.PERIOD.plus(SECOND));
    assertEquals(Optional.of(PowerState.RUNNING), power(103));
  }

  @Test
  void aLaunchThatOnlyWaitsCausesNoExtraPolls() {
    begin();
    Vm target = FakeProxmox.vm(103, "pve", "vm-103");
    monitor.launchChanged(Reports.of(target, LaunchPhase.WAITING, time.now()));
    time.advance(PollSchedule.PERIOD.plus(SECOND));

    int requests = requestsWithin(Duration.ofMillis(500));
    monitor.launchChanged(Reports.of(target, LaunchPhase.STOPPING, time.now()));
    requests += requestsWithin(SECOND);

    assertEquals(0, requests);
  }

  @Test
  void aSecondCallWithinASecondMakesNoRequest() {
    begin();
    time.advance(MINUTE);
    monitor.fresh();

    int requests = requestsWithin(Duration.ofMillis(900));
    monitor.fresh();

    assertEquals(0, requests);
  }

  private static PveRefused refused(PveRefused.Reason reason) {
    return new PveRefused(reason, "Proxmox said no.", "no", Map.of());
  }

  private void begin() {
    monitor.startup(new Startup());
  }

  private int requestsWithin(Duration duration) {
    int before = proxmox.requests();
    time.advance(duration);
    return proxmox.requests() - before;
  }

  private Optional<PowerState> power(int id) {
    return monitor.snapshot().inventory().find(new VmId(id)).map(Vm::power);
  }

  private Optional<String> notes(int id) {
    return monitor.snapshot().inventory().find(new VmId(id)).flatMap(Vm::notes);
  }
}
