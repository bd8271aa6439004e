package io.github.riskyproxmox.fallback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.config.FallbackVm;
import io.github.riskyproxmox.domain.launch.FallbackPlan;
import io.github.riskyproxmox.domain.launch.LaunchGoal;
import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchPreview;
import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchRequest;
import io.github.riskyproxmox.domain.launch.SamplePreviews;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.monitor.FakeProxmox;
import io.github.riskyproxmox.monitor.Reports;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FallbackWatchTest {
  private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");
  private static final Duration AFTER = Duration.ofSeconds(40);
  private static final Vm KIOSK = FakeProxmox.vm(101, "pve", "kiosk");
  private static final Vm GAMING = FakeProxmox.vm(102, "pve", "win11-gaming");
  private static final Vm ROUTER = FakeProxmox.vm(103, "pve", "opnsense");

  private final FakeProxmox proxmox = new FakeProxmox();
  private final List<LaunchRequest> requests = new ArrayList<>();
  private final List<Optional<FallbackPlan>> plans = new ArrayList<>();
  private Instant now = START;
  private Optional<LaunchReport> last = Optional.empty();
  private LaunchReply reply =
      new LaunchReply.Started(
          Reports.of(KIOSK, LaunchPhase.STARTING, START), Message.recorded("Launching kiosk."));
  private List<Vm> inTheWay = List.of();
  private int previews;
  private FallbackWatch watch = watch("kiosk");

  FallbackWatchTest() {
    proxmox.put(KIOSK);
    proxmox.put(GAMING);
  }

  private FallbackWatch watch(String vm) {
    return new FallbackWatch(
        new FallbackVm(vm),
        AFTER,
        proxmox,
        new FallbackWatch.Launches(() -> last, this::preview, this::request),
        () -> now,
        () -> now,
        plans::add);
  }

  private Optional<LaunchPreview> preview(VmId vm) {
    previews++;
    return Optional.of(
        SamplePreviews.of(
            proxmox.find(vm.value()), inTheWay, Set.of(), List.of(), Optional.empty()));
  }

  private LaunchReply request(LaunchRequest request) {
    requests.add(request);
    return reply;
  }

  /** Looks as often as the watch wants to, for that long. */
  private void passes(Duration time) {
    Instant end = now.plus(time);
    while (!now.isAfter(end)) {
      now = now.plus(watch.look());
    }
  }

  @Test
  void itIsLaunchedWhenNothingHasRunForThatLong() {
    passes(Duration.ofSeconds(39));
    assertEquals(List.of(), requests);
    passes(Duration.ofSeconds(2));
    assertEquals(1, requests.size());
    LaunchRequest.Start start = (LaunchRequest.Start) requests.get(0);
    assertEquals(KIOSK.id(), start.target());
    assertEquals("fallback", start.client());
    assertEquals(
        Optional.of(Set.of()), start.running(), "it would stop what has started meanwhile");
  }

  @Test
  void thePageHearsWhenItStarts() {
    watch.look();
    assertEquals(
        Optional.of(new FallbackPlan(KIOSK.id(), "kiosk", START.plus(AFTER))), plans.get(0));
    proxmox.put(FakeProxmox.running(GAMING, Duration.ZERO));
    inTheWay = List.of(GAMING);
    now = now.plusSeconds(10);
    watch.look();
    assertEquals(Optional.empty(), plans.get(1));
  }

  @Test
  void whatExcludesItEndsTheWaitAndWhatDoesNotLeavesIt() {
    proxmox.put(FakeProxmox.running(ROUTER, Duration.ofDays(1)));
    passes(Duration.ofSeconds(20));
    proxmox.put(FakeProxmox.running(GAMING, Duration.ZERO));
    inTheWay = List.of(GAMING);
    passes(Duration.ofMinutes(5));
    assertEquals(List.of(), requests);

    proxmox.put(GAMING);
    inTheWay = List.of();
    passes(Duration.ofSeconds(39));
    assertEquals(List.of(), requests);
    passes(Duration.ofSeconds(11));
    assertEquals(1, requests.size());
  }

  @Test
  void whatHasNotChangedIsNotJudgedAgain() {
    proxmox.put(FakeProxmox.running(GAMING, Duration.ZERO));
    inTheWay = List.of(GAMING);
    passes(Duration.ofMinutes(10));
    assertEquals(1, previews);
  }

  @Test
  void itIsNotLaunchedAfterSomebodyStoppedAVmOnPurposeUntilTheNextLaunch() {
    for (LaunchGoal goal : List.of(LaunchGoal.STOP, LaunchGoal.HOST_SHUTDOWN)) {
      last = Optional.of(Reports.of(goal, GAMING, LaunchPhase.SUCCEEDED, START));
      passes(Duration.ofMinutes(10));
      assertEquals(List.of(), requests, goal.id());
    }
    last = Optional.of(Reports.of(GAMING, LaunchPhase.SUCCEEDED, START));
    passes(Duration.ofSeconds(45));
    assertEquals(1, requests.size());
  }

  @Test
  void itIsNotLaunchedDuringALaunch() {
    last = Optional.of(Reports.of(GAMING, LaunchPhase.WAITING, START));
    passes(Duration.ofMinutes(10));
    assertEquals(List.of(), requests);
  }

  @Test
  void itIsNotLaunchedOverSilenceOrALock() {
    passes(Duration.ofSeconds(30));
    proxmox.fail(new PveUnavailable("no answer", PveUnavailable.Delivery.NOT_DELIVERED));
    passes(Duration.ofMinutes(2));
    proxmox.recover();
    passes(Duration.ofSeconds(30));
    assertEquals(List.of(), requests, "the time before the silence counted");

    proxmox.put(KIOSK.in(KIOSK.power(), Optional.of("backup")));
    passes(Duration.ofMinutes(2));
    assertEquals(List.of(), requests);
    assertEquals(Optional.empty(), plans.get(plans.size() - 1));
  }

  @Test
  void aStartThatIsRefusedIsTriedAgainLessAndLessOften() {
    reply = new LaunchReply.Refused(Message.recorded("Its storage is missing."));
    List<Duration> gaps = new ArrayList<>();
    Instant before = now;
    while (gaps.size() < 9) {
      int tried = requests.size();
      now = now.plus(watch.look());
      if (requests.size() > tried) {
        gaps.add(Duration.between(before, now));
        before = now;
      }
    }
    assertTrue(gaps.get(1).compareTo(gaps.get(0)) > 0, gaps::toString);
    assertTrue(
        gaps.get(8).compareTo(FallbackTimer.LONGEST.plus(FallbackWatch.PERIOD.multipliedBy(2))) < 0,
        gaps::toString);
  }

  @Test
  void aFallbackThatFailedIsAFailureToo() {
    passes(Duration.ofSeconds(45));
    assertEquals(1, requests.size());
    last = Optional.of(Reports.of(KIOSK, LaunchPhase.FAILED, now));
    passes(Duration.ofSeconds(60));
    assertEquals(1, requests.size());
    passes(Duration.ofSeconds(60));
    assertEquals(2, requests.size());
  }

  @Test
  void aVmIsNamedByItsNumberOrItsNameIfThatIsClear() {
    proxmox.put(FakeProxmox.vm(104, "pve", "kiosk"));
    passes(Duration.ofMinutes(5));
    assertEquals(List.of(), requests);
    watch = watch("104");
    passes(Duration.ofMinutes(1));
    assertEquals(Optional.of(new VmId(104)), requests.get(0).vm());
  }

  @Test
  void aVmThatMovesToAnotherNodeIsFoundThere() {
    passes(Duration.ofSeconds(20));
    proxmox.put(FakeProxmox.vm(101, "pve2", "kiosk"));
    passes(Duration.ofSeconds(60));
    assertEquals(1, requests.size());
  }
}
