package io.github.riskyproxmox.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forty nodes with 200 VMs, whose index lags by four to fourteen seconds (pve-api.md §2). */
class ClusterTest {
  private static final Duration TENTH = Duration.ofMillis(100);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration AT_MOST = Duration.ofSeconds(20);

  private final MonitorRig rig = new MonitorRig();

  @ParameterizedTest
  @ValueSource(ints = {5, 8, 40})
  void aChangeIsShownWithinTwentySecondsWithTwentyRequestsAMinute(int nodes) {
    begin(nodes);
    int before = rig.proxmox().requests();
    Duration slowest = Duration.ZERO;
    Duration took = Duration.ZERO;
    int changes = 0;
    while (took.compareTo(MINUTE.multipliedBy(60)) < 0) {
      // A different offset from the broadcasts and the polls each time.
      Duration pause = Duration.ofMillis(40_000 + changes * 700L % 13_000);
      rig.advance(pause);
      int id = 1000 + changes * 7 % 200;
      boolean runs = power(id) == PowerState.RUNNING;
      Vm vm = rig.proxmox().find(id);
      rig.proxmox()
          .put(
              runs ? vm.in(PowerState.STOPPED, Optional.empty()) : FakeProxmox.running(vm, SECOND));
      Duration shown = until(() -> (power(id) == PowerState.RUNNING) != runs);
      slowest = slowest.compareTo(shown) < 0 ? shown : slowest;
      took = took.plus(pause).plus(shown);
      changes++;
    }
    int requests = rig.proxmox().requests() - before;
    assertTrue(slowest.compareTo(AT_MOST) <= 0, slowest + " until a change was shown");
    assertTrue(requests <= took.toSeconds() / 3 + 5, requests + " requests in " + took);
  }

  @Test
  void theDataOfAQuietClusterIsAtMostFifteenSecondsOld() {
    begin(40);
    for (int second = 0; second < 600; second++) {
      rig.advance(SECOND);
      assertEquals(Optional.empty(), ageWorthTelling(), "after " + second + " s");
    }
  }

  @Test
  void manySimultaneousChangesAreShownInTime() {
    begin(40);
    int before = rig.proxmox().requests();
    for (int id = 1000; id < 1200; id++) {
      rig.proxmox().put(FakeProxmox.running(rig.proxmox().find(id), SECOND));
    }
    rig.advance(AT_MOST);
    assertEquals(
        200,
        site().inventory().vms().stream().filter(vm -> vm.power() == PowerState.RUNNING).count());
    rig.advance(MINUTE.multipliedBy(2));
    int requests = rig.proxmox().requests() - before;
    assertTrue(requests <= 140 / 3 + 5, requests + " requests in 140 s");
  }

  @Test
  void aRestartBetweenTwoBroadcastsShowsInTheUptime() {
    begin(40);
    rig.proxmox().put(FakeProxmox.running(rig.proxmox().find(1007), MINUTE.multipliedBy(600)));
    rig.advance(MINUTE);
    long revision = site().revision();
    rig.proxmox().put(FakeProxmox.running(rig.proxmox().find(1007), SECOND));
    rig.advance(AT_MOST);
    assertTrue(site().changedAt().get(new VmId(1007)) > revision);
    assertEquals(SECOND, vm(1007).uptime());
  }

  @ParameterizedTest
  @CsvSource({"lock", "tags", "gone", "new", "moved"})
  void aChangeThatTheIndexShowsAtOnceIsShownWithTheNextPoll(String what) {
    begin(40);
    Vm vm = rig.proxmox().find(1007);
    BooleanSupplier shown =
        switch (what) {
          case "lock" -> {
            rig.proxmox().put(vm.in(vm.power(), Optional.of("backup")));
            yield () -> vm(1007).lock().equals(Optional.of("backup"));
          }
          case "gone" -> {
            rig.proxmox().remove(1007);
            yield () -> site().inventory().find(new VmId(1007)).isEmpty();
          }
          case "new" -> {
            rig.proxmox().put(FakeProxmox.vm(5000, "node-3", "new"));
            yield () -> site().inventory().find(new VmId(5000)).isPresent();
          }
          case "moved" -> {
            rig.proxmox().put(FakeProxmox.vm(1007, "node-3", vm.name()));
            yield () -> vm(1007).node().equals(new NodeName("node-3"));
          }
          default -> {
            rig.proxmox().put(FakeProxmox.tagged(vm, "games"));
            yield () -> vm(1007).tags().values().contains("games");
          }
        };
    assertTrue(until(shown).compareTo(PollSchedule.PERIOD.plus(SECOND)) <= 0);
  }

  @Test
  void aVmThatDiesRightAfterItsNodeWasListedIsNotShownRunningForLong() {
    begin(40);
    Vm target = rig.proxmox().find(1007);
    rig.launched(Reports.of(target, LaunchPhase.STARTING, rig.time().now()));
    rig.proxmox().put(FakeProxmox.running(target, SECOND));
    rig.launched(Reports.started(target, rig.time().now()));
    rig.advance(SECOND);
    assertEquals(PowerState.RUNNING, power(1007));
    // The index never contained it as running, so the index does not change.
    rig.proxmox().put(target);
    rig.advance(AT_MOST);
    assertEquals(PowerState.STOPPED, power(1007));
  }

  @Test
  void duringALaunchItsNodeAndTheOthersAreRead() {
    begin(40);
    Vm target = rig.proxmox().find(1007);
    rig.launched(Reports.of(target, LaunchPhase.WAITING, rig.time().now()));
    int before = rig.proxmox().requests();
    rig.proxmox().put(FakeProxmox.running(rig.proxmox().find(1011), SECOND));
    rig.advance(MINUTE);
    assertEquals(PowerState.RUNNING, power(1011));
    int requests = rig.proxmox().requests() - before;
    assertTrue(requests <= 20 + 5, requests + " requests in a minute");
  }

  @Test
  void aNodeThatIsDownIsReportedUntilItAnswersAgain() {
    begin(40);
    rig.proxmox().noAnswer("node-7");
    rig.advance(AT_MOST);
    assertEquals(
        Map.of(new NodeName("node-7"), "No route to host"), site().inventory().silentNodes());
    assertEquals(PowerState.UNKNOWN, power(1007));
    assertEquals("vm-1007", vm(1007).name());
    int before = rig.proxmox().requests();
    rig.advance(MINUTE.multipliedBy(10));
    assertTrue(rig.proxmox().requests() - before <= 205);
    assertEquals(Optional.empty(), ageWorthTelling());

    rig.proxmox().wake();
    rig.advance(AT_MOST);
    assertEquals(Map.of(), site().inventory().silentNodes());
    assertEquals(PowerState.STOPPED, power(1007));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 11, 24, 47, 83})
  void aNodeThatDiesUnnoticedByTheIndexIsAskedWhenItsRowsStandStill(int laterSeconds) {
    begin(40);
    AtomicBoolean alive = new AtomicBoolean(true);
    runOn(1007, Duration.ofHours(1), alive);
    rig.advance(MINUTE.plusSeconds(laterSeconds));
    assertEquals(PowerState.RUNNING, power(1007));
    alive.set(false);
    rig.proxmox().die("node-7");
    NodeName dead = new NodeName("node-7");
    Duration took = until(() -> site().inventory().silentNodes().containsKey(dead));
    assertTrue(took.compareTo(Duration.ofSeconds(50)) <= 0, took.toString());
    assertEquals(PowerState.UNKNOWN, power(1007));
  }

  @Test
  void theAgeOfANodeWhoseRowsStandStillIsTold() {
    begin(40);
    runOn(1007, Duration.ofHours(1), new AtomicBoolean(false));
    rig.advance(MINUTE);
    // The node answers when it is asked, but its broadcasts have stopped.
    int before = rig.proxmox().requests();
    rig.advance(MINUTE);
    assertTrue(rig.proxmox().requests() - before <= 25);
    assertTrue(ageWorthTelling().orElse(0L) <= 40, ageWorthTelling().toString());
  }

  /** A running VM whose uptime counts on with each broadcast, as long as its node lives. */
  private void runOn(int id, Duration uptime, AtomicBoolean alive) {
    rig.proxmox().put(FakeProxmox.running(rig.proxmox().find(id), uptime));
    rig.time()
        .after(
            ClusterReader.BROADCAST,
            () -> {
              if (alive.get()) {
                runOn(id, uptime.plus(ClusterReader.BROADCAST), alive);
              }
            });
  }

  private void begin(int nodes) {
    for (int id = 1000; id < 1200; id++) {
      rig.proxmox().put(FakeProxmox.vm(id, "node-" + id % nodes, "vm-" + id));
    }
    broadcast();
    rig.begin(site -> {});
    rig.advance(MINUTE.multipliedBy(5));
  }

  /** Every ten seconds; the index shows it four seconds later. */
  private void broadcast() {
    Runnable inIndex = rig.proxmox().broadcast();
    rig.time().after(Duration.ofSeconds(4), inIndex);
    rig.time().after(Duration.ofSeconds(10), this::broadcast);
  }

  private Duration until(BooleanSupplier shown) {
    Duration waited = Duration.ZERO;
    while (!shown.getAsBoolean() && waited.compareTo(MINUTE.multipliedBy(3)) < 0) {
      rig.advance(TENTH);
      waited = waited.plus(TENTH);
    }
    return waited;
  }

  private Optional<Long> ageWorthTelling() {
    return site().ageWorthTelling(rig.time().steady());
  }

  private PowerState power(int id) {
    return vm(id).power();
  }

  private Vm vm(int id) {
    return site().inventory().find(new VmId(id)).orElseThrow();
  }

  private SiteSnapshot site() {
    return rig.monitor().snapshot();
  }
}
