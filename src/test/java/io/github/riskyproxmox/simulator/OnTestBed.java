package io.github.riskyproxmox.simulator;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test on the test bed's VMs, whose time stands still until the test moves it on. */
abstract class OnTestBed {
  ManualSimClock clock;
  SimServer server;
  SimCluster cluster;
  PveClient pve;

  @BeforeEach
  void startServer() {
    clock = SimClock.manual();
    use(SimScenario.testBed());
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  /** Goes on with another scenario. */
  void use(SimScenario scenario) {
    if (server != null) {
      server.close();
    }
    server = SimServer.start(scenario, clock, 0);
    cluster = server.cluster();
    pve = new PveClient(server);
  }

  void seconds(double seconds) {
    clock.advance(Duration.ofMillis((long) (seconds * 1000)));
  }
}
