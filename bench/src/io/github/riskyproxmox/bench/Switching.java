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
 * A simulated Proxmox whose VMs are switched one after the other, and what the simulator saw of
 * each switch. Several VMs in a ring: one that is started again at once would meet qmeventd's
 * clean-up.
 */
final class Switching implements AutoCloseable {
  private static final int FIRST = 100;
  private static final int RING = 5;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final SimServer server;
  private int running = FIRST;

  Switching() {
    SimScenario scenario = SimScenario.many(RING);
    List<ScenarioVm> vms = scenario.vms();
    server = SimServer.start(scenario.withVms(vms), SimClock.system(), 0);
  }

  /**
   * One switch as the simulator saw it.
   *
   * @param gap seconds from the old VM's end (stopped, its task ended) to the start's arrival
   * @param unnoticed the part of it until the next request of any kind arrived
   * @param requestsPerSecond while the end was waited for
   * @param busiestSecond the most requests in any one second of that time
   */
  record Seen(double gap, double unnoticed, double requestsPerSecond, int busiestSecond) {}

  /** Whoever can have a VM shut down and, once it is really gone, another started. */
  interface Switcher {
    /** Returns when it has been told; the switch itself may go on. */
    void shutDownAndStart(int old, int next) throws Exception;

    /** Returns when it would take another order. */
    default void awaitIdle() throws Exception {}
  }

  SimServer server() {
    return server;
  }

  /** One switch of a VM that takes that long. */
  Seen once(Switcher switcher, Duration shutdown, Duration release) throws Exception {
    int old = running;
    int next = FIRST + (old - FIRST + 1) % RING;
    SimCluster cluster = server.cluster();
    cluster.setGuest(old, behaviour(shutdown, release));
    cluster.setGuest(next, behaviour(shutdown, release));
    Instant begun = cluster.clock().now();
    switcher.shutDownAndStart(old, next);
    Wait.until("VM " + next + " runs", PATIENCE, () -> isUp(next) && idle());
    running = next;
    Seen seen = seen(old, next, begun);
    switcher.awaitIdle();
    return seen;
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

  private Seen seen(int old, int next, Instant begun) {
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
    return new Seen(
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
