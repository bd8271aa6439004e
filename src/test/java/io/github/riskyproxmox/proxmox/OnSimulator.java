package io.github.riskyproxmox.proxmox;

import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.Task;
import io.github.riskyproxmox.domain.pve.TaskOutcome;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import io.github.riskyproxmox.proxmox.http.Limits;
import io.github.riskyproxmox.simulator.ManualSimClock;
import io.github.riskyproxmox.simulator.SimClock;
import io.github.riskyproxmox.simulator.SimScenario;
import io.github.riskyproxmox.simulator.SimServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The real gateway, over real HTTPS, on the simulator's test bed; time is moved by the test. */
abstract class OnSimulator {
  static final NodeName PVE1 = new NodeName("pve1");

  ManualSimClock clock;
  SimServer server;
  Proxmox proxmox;

  @BeforeEach
  void begin() {
    use(SimScenario.testBed());
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  /** Goes on with another scenario. */
  final void use(SimScenario scenario) {
    if (server != null) {
      server.close();
    }
    clock = SimClock.manual();
    server = SimServer.start(scenario, clock, 0);
    proxmox = gateway(Limits.STANDARD);
  }

  /** A gateway; further settings as keys and values. */
  final PveGateway gateway(Limits limits, String... more) {
    return new PveGateway(settings(more), Gateways.executor(), clock::now, limits);
  }

  /** Settings for the simulator, its certificate pinned. */
  final Settings settings(String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "PVE_TOKEN_ID", server.tokenId(),
                "PVE_TOKEN_SECRET", server.tokenSecret(),
                "PVE_FINGERPRINT", server.fingerprint()));
    all.addAll(List.of(more));
    return Gateways.settings(server.port(), all.toArray(String[]::new));
  }

  static VmRef vm(int vmid) {
    return new VmRef(PVE1, new VmId(vmid));
  }

  final void seconds(double seconds) {
    clock.advance(Duration.ofMillis((long) (seconds * 1000)));
  }

  /** How a task ends, within ten virtual minutes. */
  final TaskOutcome end(Upid upid) {
    for (int second = 0; second < 600; second++) {
      Task task = proxmox.task(upid);
      if (!(task.outcome() instanceof TaskOutcome.Running)) {
        return task.outcome();
      }
      seconds(1);
    }
    throw new AssertionError(upid + " does not end.");
  }

  /** The last request that arrived. */
  final String lastRequest() {
    return server.requests().get(server.requests().size() - 1).line();
  }

  /** How often such a request arrived. */
  final long count(String line) {
    return server.requests().stream().filter(request -> request.line().matches(line)).count();
  }

  final Optional<String> parameter(String name) {
    return Optional.ofNullable(
        server.requests().get(server.requests().size() - 1).parameters().get(name));
  }
}
