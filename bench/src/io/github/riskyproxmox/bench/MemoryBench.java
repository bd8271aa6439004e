package io.github.riskyproxmox.bench;

import io.github.riskyproxmox.simulator.SimClock;
import io.github.riskyproxmox.simulator.SimScenario;
import io.github.riskyproxmox.simulator.SimServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures the resident set after the start and after ten thousand requests, of the agent and of a
 * plain Payara Micro with the same WAR.
 */
final class MemoryBench implements Benchmark {
  private static final double GOAL = 0.6;
  private static final double FLAT = 1.15;
  private static final int REQUESTS = 10_000;
  private static final int AT_ONCE = 4;
  private static final int VMS = 10;
  private static final Duration SETTLING = Duration.ofSeconds(10);
  private static final List<String> PATHS = List.of("", "api/vms", "api/launch", "health");

  @Override
  public String name() {
    return "memory";
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
    Memory ours = new Memory(ServerProcess.Kind.AGENT);
    Memory plain = new Memory(ServerProcess.Kind.PLAIN);
    int times = setup.times(5, 1);
    int requests = setup.quick() ? REQUESTS / 10 : REQUESTS;
    for (int i = 0; i < times; i++) {
      List<Memory> order = i % 2 == 0 ? List.of(ours, plain) : List.of(plain, ours);
      for (Memory each : order) {
        each.once(setup, jdk, proxmox, requests);
      }
    }
    table.compared(
        "Resident after the start, %s, median of %d".formatted(jdk, times),
        ours.begin.median(),
        plain.begin.median(),
        "MB",
        GOAL);
    table.compared(
        "Resident after %,d requests, %s".formatted(requests, jdk),
        ours.end.median(),
        plain.end.median(),
        "MB",
        GOAL);
    table.compared(
        "… beside the agent's own after %,d".formatted(requests / 10),
        ours.end.median(),
        ours.early.median(),
        "MB",
        FLAT);
    table.compared(
        "… beside the agent's own half way", ours.end.median(), ours.half.median(), "MB", FLAT);
    table.beside("Threads after these requests", ours.threads.median(), plain.threads.median(), "");
  }

  private static final class Memory {
    private final ServerProcess.Kind kind;
    private final Samples begin = new Samples();
    private final Samples early = new Samples();
    private final Samples half = new Samples();
    private final Samples end = new Samples();
    private final Samples threads = new Samples();

    Memory(ServerProcess.Kind kind) {
      this.kind = kind;
    }

    void once(Setup setup, Jdk jdk, SimServer proxmox, int requests) throws Exception {
      String[] options =
          setup.nativeMemory() ? new String[] {"-XX:NativeMemoryTracking=summary"} : new String[0];
      try (ServerProcess served = ServerProcess.start(kind, setup, jdk, proxmox, options)) {
        Wait.of(SETTLING);
        begin.add(ProcessFigures.residentMegabytes(served.pid()));
        ask(served, requests / 10);
        Wait.of(SETTLING);
        early.add(ProcessFigures.residentMegabytes(served.pid()));
        ask(served, requests / 2 - requests / 10);
        Wait.of(SETTLING);
        half.add(ProcessFigures.residentMegabytes(served.pid()));
        ask(served, requests / 2);
        Wait.of(SETTLING);
        end.add(ProcessFigures.residentMegabytes(served.pid()));
        threads.add(ProcessFigures.threads(served.pid()));
        if (setup.nativeMemory()) {
          account(jdk, served);
        }
      }
    }

    private static void ask(ServerProcess served, int requests) throws Exception {
      ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
      try {
        List<Future<Integer>> all = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
          String path = PATHS.get(i % PATHS.size());
          all.add(threads.submit(() -> Web.get(served.url(path)).status()));
        }
        for (int i = 0; i < requests; i++) {
          int status = all.get(i).get();
          if (status != 200) {
            throw new IllegalStateException(
                "/" + PATHS.get(i % PATHS.size()) + " answered " + status);
          }
        }
      } finally {
        threads.shutdownNow();
      }
    }

    private void account(Jdk jdk, ServerProcess served) throws IOException, InterruptedException {
      Process jcmd =
          new ProcessBuilder(
                  jdk.home().resolve("bin/jcmd").toString(),
                  Long.toString(served.pid()),
                  "VM.native_memory",
                  "summary",
                  "scale=MB")
              .redirectErrorStream(true)
              .start();
      String text = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int unused = jcmd.waitFor();
      System.err.println(kind + ":");
      text.lines().filter(line -> line.contains("committed")).forEach(System.err::println);
    }
  }
}
