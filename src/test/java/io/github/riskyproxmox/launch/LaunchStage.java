package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.proxmox.PveGateway;
import io.github.riskyproxmox.proxmox.http.Limits;
import io.github.riskyproxmox.simulator.SimClock;
import io.github.riskyproxmox.simulator.SimScenario;
import io.github.riskyproxmox.simulator.SimServer;
import io.github.riskyproxmox.support.FreePorts;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * A port where one simulated Proxmox after the other listens, and the agent's client for it. The
 * last server stays open, so that the next trial can use its connections.
 */
final class LaunchStage {
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

  /** With a client that waits for a few seconds only, for faults of silence. */
  static LaunchStage withShortTimeout() {
    return new LaunchStage(
        new Limits(Duration.ofSeconds(20), Duration.ofSeconds(3), Duration.ofSeconds(8), 1 << 20));
  }

  /** Replaces the Proxmox by a new one with a manual clock. */
  SimServer serve(SimScenario scenario) {
    return serve(scenario, SimClock::manual);
  }

  /** Replaces the Proxmox by a new one with that clock. */
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
    // During an outage nobody else may listen there.
    return server.isPresent()
        ? server.get().replacedBy(scenario, clock)
        : SimServer.start(scenario, clock, FreePorts.next());
  }

  /** The client of this Proxmox. */
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
