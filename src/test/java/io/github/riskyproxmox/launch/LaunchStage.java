package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.proxmox.PveGateway;
import io.github.riskyproxmox.proxmox.http.Limits;
import io.github.riskyproxmox.simulator.SimClock;
import io.github.riskyproxmox.simulator.SimScenario;
import io.github.riskyproxmox.simulator.SimServer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A port where one simulated Proxmox takes the place of another, and a gateway that asks there. The
 * last one stays: so do the connections.
 */
final class LaunchStage {
  // Other runs on this machine begin elsewhere: an outage gives the port up for a while.
  private static final AtomicInteger PORTS =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 97 % 12_000));
  private static final String TOKEN = "launcher@pve!agent";
  private static final String SECRET = "5f2d1c3b-0a49-4e58-8d67-7c6b5a4f3e2d";
  private static final Executor READERS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "rig");
            thread.setDaemon(true);
            return thread;
          });

  private final Limits limits;
  private Optional<SimServer> server = Optional.empty();
  private Optional<Proxmox> gateway = Optional.empty();

  LaunchStage(Limits limits) {
    this.limits = limits;
  }

  /** Loses patience within some seconds of real time, for faults of silence. */
  static LaunchStage impatient() {
    return new LaunchStage(
        new Limits(Duration.ofSeconds(5), Duration.ofMillis(1500), Duration.ofSeconds(4), 1 << 20));
  }

  /** A new Proxmox in the place of the one before, with a time of its own. */
  SimServer serve(SimScenario scenario) {
    return serve(scenario, SimClock::manual);
  }

  /** The same with another time. */
  SimServer serve(SimScenario scenario, Supplier<SimClock> clock) {
    SimScenario known = scenario.withSecret(TOKEN, SECRET);
    for (int attempt = 0; attempt < 1000; attempt++) {
      try {
        SimServer next = next(known, clock.get());
        server = Optional.of(next);
        return next;
      } catch (UncheckedIOException taken) {
        server = Optional.empty();
        gateway = Optional.empty();
      }
    }
    throw new IllegalStateException("no free port");
  }

  private SimServer next(SimScenario scenario, SimClock clock) {
    // No connection gets such a port by itself while an outage gives it up.
    return server.isPresent()
        ? server.get().replacedBy(scenario, clock)
        : SimServer.start(scenario, clock, 20_000 + PORTS.getAndIncrement() % 12_000);
  }

  /** Asks there. */
  Proxmox gateway() {
    Proxmox known = gateway.orElseGet(this::newGateway);
    gateway = Optional.of(known);
    return known;
  }

  private Proxmox newGateway() {
    return new PveGateway(
        Settings.from(
            Map.of(
                "PVE_HOST",
                "127.0.0.1:" + server.orElseThrow().port(),
                "PVE_TOKEN_ID",
                TOKEN,
                "PVE_TOKEN_SECRET",
                SECRET,
                "PVE_FINGERPRINT",
                server.orElseThrow().fingerprint())),
        READERS,
        InstantSource.system(),
        limits);
  }
}
