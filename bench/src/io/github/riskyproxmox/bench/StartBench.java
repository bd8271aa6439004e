package io.github.riskyproxmox.bench;

import io.github.riskyproxmox.simulator.SimClock;
import io.github.riskyproxmox.simulator.SimScenario;
import io.github.riskyproxmox.simulator.SimServer;
import java.util.List;

/**
 * Measures the time from the start of the process to the first page that shows a VM, and from
 * SIGTERM to its end, of the agent and of a plain Payara Micro with the same WAR.
 */
final class StartBench implements Benchmark {
  private static final double GOAL = 0.45;
  private static final int VMS = 6;

  @Override
  public String name() {
    return "start";
  }

  @Override
  public void run(Setup setup, Table table) throws Exception {
    try (SimServer proxmox = SimServer.start(SimScenario.many(VMS), SimClock.system(), 0)) {
      for (Jdk jdk : setup.jdks()) {
        WarmUp.run(setup, jdk);
        run(setup, jdk, proxmox, table);
      }
    }
  }

  private static void run(Setup setup, Jdk jdk, SimServer proxmox, Table table) throws Exception {
    Times ours = new Times(ServerProcess.Kind.AGENT);
    Times plain = new Times(ServerProcess.Kind.PLAIN);
    int times = setup.times(5, 2);
    for (int i = 0; i < times; i++) {
      List<Times> order = i % 2 == 0 ? List.of(ours, plain) : List.of(plain, ours);
      for (Times each : order) {
        each.once(setup, jdk, proxmox);
      }
    }
    String of = ", " + jdk + ", median of " + times;
    table.compared(
        "Start to first page" + of, ours.start.median(), plain.start.median(), "s", GOAL);
    table.compared("SIGTERM to gone" + of, ours.stop.median(), plain.stop.median(), "s", GOAL);
  }

  private static final class Times {
    private final ServerProcess.Kind kind;
    private final Samples start = new Samples();
    private final Samples stop = new Samples();

    Times(ServerProcess.Kind kind) {
      this.kind = kind;
    }

    void once(Setup setup, Jdk jdk, SimServer proxmox) throws Exception {
      try (ServerProcess served = ServerProcess.start(kind, setup, jdk, proxmox)) {
        start.add(served.secondsToPage());
        stop.add(served.terminate());
        Progress.say("%s %s %.2f s".formatted(jdk, kind, served.secondsToPage()));
      }
    }
  }
}
