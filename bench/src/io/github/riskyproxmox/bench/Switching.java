package io.github.riskyproxmox.bench;

import io.github.riskyproxmox.simulator.GuestBehaviour;
import io.github.riskyproxmox.simulator.RecordedRequest;
import io.github.riskyproxmox.simulator.ScenarioVm;
import io.github.riskyproxmox.simulator.SimClock;
import io.github.riskyproxmox.simulator.SimCluster;
import io.github.riskyproxmox.simulator.SimScenario;
import io.github.riskyproxmox.simulator.SimServer;
import io.github.riskyproxmox.simulator.SimTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A simulated Proxmox whose VMs are switched in turn, and the times that the simulator recorded.
 * There are several VMs, because one that starts again at once would meet qmeventd's clean-up.
 */
final class Switching implements AutoCloseable {
  private static final int FIRST = 100;
  private static final int VMS = 5;
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  private final SimServer server;
  private int running = FIRST;

  Switching() {
    SimScenario scenario = SimScenario.many(VMS);
    List<ScenarioVm> vms = scenario.vms();
    server = SimServer.start(scenario.withVms(vms), SimClock.system(), 0);
  }

  /**
   * One switch as the simulator recorded it.
   *
   * @param gap seconds from the old VM's end (stopped, its task ended) to the start's arrival
   * @param untilPoll the part of it until the next request of any kind arrived
   * @param requestsPerSecond during the wait for the end
   * @param busiestSecond the most requests in any one second of that time
   */
  record SwitchTimes(double gap, double untilPoll, double requestsPerSecond, int busiestSecond) {}

  /** Shuts down a VM and, when it is stopped, starts another. */
  interface Switcher {
    /** Requests the switch; may return before the switch is complete. */
    void shutDownAndStart(int old, int next) throws Exception;

    /** Waits until it accepts another request. */
    default void awaitIdle() throws Exception {}
  }

  SimServer server() {
    return server;
  }

  /**
   * Performs one switch.
   *
   * @param shutdown how long the guest takes to power off
   * @param release how long the task continues after that
   */
  SwitchTimes once(Switcher switcher, Duration shutdown, Duration release) throws Exception {
    int old = running;
    int next = FIRST + (old - FIRST + 1) % VMS;
    SimCluster cluster = server.cluster();
    cluster.setGuest(old, behaviour(shutdown, release));
    cluster.setGuest(next, behaviour(shutdown, release));
    Instant begun = cluster.clock().now();
    switcher.shutDownAndStart(old, next);
    Wait.until("VM " + next + " runs", TIMEOUT, () -> isUp(next) && idle());
    running = next;
    SwitchTimes times = times(old, next, begun);
    switcher.awaitIdle();
    return times;
  }

  private boolean isUp(int vmid) {
    synchronized (server.cluster()) {
      return server.cluster().vm(vmid).orElseThrow().isUp();
    }
  }

  private boolean idle() {
    synchronized (server.cluster()) {
      return server.cluster().tasks().stream().noneMatch(SimTask::isRunning);
    }
  }

  private SwitchTimes times(int old, int next, Instant begun) {
    Instant gone;
    synchronized (server.cluster()) {
      gone =
          server.cluster().tasks().stream()
              .filter(task -> task.type().equals("qmshutdown"))
              .filter(task -> task.upid().contains(":" + old + ":"))
              .findFirst()
              .flatMap(SimTask::ended)
              .orElseThrow();
    }
    List<RecordedRequest> all =
        server.requests().stream().filter(one -> !one.arrival().isBefore(begun)).toList();
    Instant asked = arrival(all, old, "shutdown");
    Instant started = arrival(all, next, "start");
    List<Instant> waiting = new ArrayList<>();
    for (RecordedRequest one : all) {
      if (one.arrival().isAfter(asked) && one.arrival().isBefore(gone)) {
        waiting.add(one.arrival());
      }
    }
    Instant noticed =
        all.stream()
            .map(RecordedRequest::arrival)
            .filter(arrival -> !arrival.isBefore(gone))
            .min(Comparator.naturalOrder())
            .orElseThrow();
    return new SwitchTimes(
        seconds(gone, started),
        seconds(gone, noticed),
        waiting.size() / seconds(asked, gone),
        busiest(waiting));
  }

  private static Instant arrival(List<RecordedRequest> all, int vmid, String verb) {
    Optional<RecordedRequest> found =
        all.stream()
            .filter(one -> one.method().equals("POST"))
            .filter(one -> one.path().endsWith("/" + vmid + "/status/" + verb))
            .findFirst();
    return found.orElseThrow().arrival();
  }

  private static int busiest(List<Instant> arrivals) {
    int most = 0;
    for (Instant from : arrivals) {
      Instant until = from.plusSeconds(1);
      int within =
          (int) arrivals.stream().filter(one -> !one.isBefore(from) && one.isBefore(until)).count();
      most = Math.max(most, within);
    }
    return most;
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }

  private static GuestBehaviour behaviour(Duration shutdown, Duration release) {
    GuestBehaviour usual = GuestBehaviour.usual();
    return new GuestBehaviour(
        shutdown,
        false,
        Duration.ofMillis(200),
        Optional.empty(),
        Optional.empty(),
        0,
        usual.stop(),
        release,
        Duration.ZERO,
        usual.hibernate(),
        Optional.empty());
  }

  @Override
  public void close() {
    server.close();
  }
}
