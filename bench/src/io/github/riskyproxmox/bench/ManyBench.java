package io.github.riskyproxmox.bench;

import io.github.riskyproxmox.simulator.SimClock;
import io.github.riskyproxmox.simulator.SimScenario;
import io.github.riskyproxmox.simulator.SimServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Measures the page with 6 to 5,000 VMs: server time, bytes, time to the grid. */
final class ManyBench implements Benchmark {
  private static final List<Integer> SIZES = List.of(6, 10, 100, 200, 1_000, 5_000);

  /** Above this number of VMs the agent gets the heap that RUNNING.md recommends. */
  private static final int USUAL_HEAP = 1_000;

  /** The bursts of page loads, by number of VMs. */
  private static final Map<Integer, Burst> BURSTS =
      Map.of(200, new Burst(20, 1), 1_000, new Burst(50, 2));

  private static final int PROCESSOR_SIZE = 1_000;
  private static final double GOAL_PROCESSOR = 40;
  private static final double GOAL_LINEAR = 1.25;
  private static final int VISIT_SIZE = 6;
  private static final double GOAL_FIRST_VISIT = 250;
  private static final double GOAL_LATER_VISIT = 25;

  /**
   * Pages that are loaded at the same time.
   *
   * @param pages how many
   * @param goal in how many seconds all of them
   */
  private record Burst(int pages, double goal) {}

  @Override
  public String name() {
    return "many";
  }

  @Override
  public void run(Setup setup, Table table) throws Exception {
    WarmUp.run(setup, setup.jdk());
    Figures hundred = null;
    Figures thousand = null;
    try (Chromium chromium = new Chromium()) {
      for (int size : setup.quick() ? SIZES.subList(0, SIZES.size() - 1) : SIZES) {
        Figures figures = new Figures();
        int starts = setup.times(5, 1);
        for (int start = 0; start < starts; start++) {
          one(setup, chromium, size, figures, start == starts - 1 ? table : null);
        }
        report(table, size, figures);
        hundred = size == 100 ? figures : hundred;
        thousand = size == 1_000 ? figures : thousand;
        if (size == 5_000 && hundred != null && thousand != null) {
          linear(table, figures, thousand, hundred);
        }
      }
    }
  }

  private static void one(
      Setup setup, Chromium chromium, int size, Figures figures, @Nullable Table last)
      throws Exception {
    try (SimServer proxmox = SimServer.start(SimScenario.many(size), SimClock.system(), 0);
        ServerProcess agent =
            size > USUAL_HEAP ? large(setup, proxmox) : ServerProcess.agent(setup, proxmox)) {
      figures.cold.add(agent.firstPageSeconds() * 1000);
      awaitNotes(proxmox, agent);
      for (int i = 0; i < setup.times(5, 3); i++) {
        Web.Answer page = Web.get(agent.url());
        figures.warm.add(page.seconds() * 1000);
        figures.bytes.add(page.body().length / 1000.0);
      }
      Chromium.Visit first = chromium.firstVisit(agent.url(), size);
      figures.firstVisit.add(first.kilobytes());
      figures.firstGrid.add(first.gridMillis());
      Chromium.Visit later = chromium.laterVisit(agent.url(), size);
      figures.laterVisit.add(later.kilobytes());
      figures.laterGrid.add(later.gridMillis());
      figures.laterPaint.add(later.paintMillis());
      chromium.forget();
      if (last != null && size == PROCESSOR_SIZE) {
        processor(setup, agent, last);
      }
      if (last != null && BURSTS.containsKey(size)) {
        burst(setup, agent, size, BURSTS.get(size), last);
      }
    }
  }

  /** RUNNING.md recommends this heap size for several thousand VMs. */
  private static ServerProcess large(Setup setup, SimServer proxmox) throws Exception {
    return ServerProcess.agent(setup, proxmox, "-Xmx512m");
  }

  /** The agent reads the notes of many VMs in several batches, and each page load starts some. */
  private static void awaitNotes(SimServer proxmox, ServerProcess agent) throws Exception {
    long now = notes(proxmox);
    long before;
    int loads = 0;
    do {
      before = now;
      Web.Answer unused = Web.get(agent.url());
      Wait.of(Duration.ofSeconds(3));
      now = notes(proxmox);
      loads++;
    } while (loads < 60 && now - before > 1);
  }

  private static long notes(SimServer proxmox) {
    return proxmox.requests().stream().filter(one -> one.path().endsWith("/config")).count();
  }

  private static void report(Table table, int size, Figures figures) {
    String vms = "%,d VMs%s: ".formatted(size, size > USUAL_HEAP ? " (-Xmx512m)" : "");
    table.plain(vms + "server ready to the first page with a VM", figures.cold.median(), "ms");
    table.plain(vms + "page, later", figures.warm.median(), "ms");
    table.plain(vms + "page, compressed", figures.bytes.median(), "kB");
    table.plain(vms + "first card on screen, later visit", figures.laterPaint.median(), "ms");
    table.plain(vms + "whole grid, first visit", figures.firstGrid.median(), "ms");
    table.plain(vms + "whole grid, later visit", figures.laterGrid.median(), "ms");
    if (size == VISIT_SIZE) {
      table.limited(
          vms + "over the wire, first visit", figures.firstVisit.median(), "kB", GOAL_FIRST_VISIT);
      table.limited(
          vms + "over the wire, later visit", figures.laterVisit.median(), "kB", GOAL_LATER_VISIT);
    } else {
      table.plain(vms + "over the wire, first visit", figures.firstVisit.median(), "kB");
      table.plain(vms + "over the wire, later visit", figures.laterVisit.median(), "kB");
    }
  }

  /** Compares the growth per VM from 1,000 to 5,000 with that from 100 to 1,000. */
  private static void linear(Table table, Figures most, Figures thousand, Figures hundred) {
    linear(
        table,
        "Server's time per further VM, 1,000 to 5,000, beside 100 to 1,000",
        "ms",
        List.of(hundred.warm.median(), thousand.warm.median(), most.warm.median()));
    linear(
        table,
        "Compressed bytes per further VM, the same",
        "kB",
        List.of(hundred.bytes.median(), thousand.bytes.median(), most.bytes.median()));
    linear(
        table,
        "Time to grid per further VM, the same",
        "ms",
        List.of(hundred.laterGrid.median(), thousand.laterGrid.median(), most.laterGrid.median()));
  }

  private static void linear(Table table, String what, String unit, List<Double> medians) {
    double first = (medians.get(1) - medians.get(0)) / 900;
    double then = (medians.get(2) - medians.get(1)) / 4_000;
    if (first <= 0) {
      table.unmeasurable(what);
    } else {
      table.compared(what, then, first, unit, GOAL_LINEAR);
    }
  }

  /** The server's processor time for a page, after so many that all code is compiled. */
  private static void processor(Setup setup, ServerProcess agent, Table table) throws Exception {
    pages(agent, setup.times(200, 50));
    Samples each = new Samples();
    for (int round = 0; round < 5; round++) {
      int pages = setup.times(40, 20);
      double before = ProcessFigures.cpuSeconds(agent.pid());
      pages(agent, pages);
      each.add((ProcessFigures.cpuSeconds(agent.pid()) - before) * 1000 / pages);
    }
    table.limited(
        "%,d VMs: the server's processor for a page, warm".formatted(PROCESSOR_SIZE),
        each.median(),
        "ms",
        GOAL_PROCESSOR);
  }

  private static void pages(ServerProcess agent, int times) throws Exception {
    for (int page = 0; page < times; page++) {
      Web.Answer unused = Web.get(agent.url());
    }
  }

  /** Pages at once, each with an empty cache: see {@link Visitor}. */
  private static void burst(Setup setup, ServerProcess agent, int size, Burst burst, Table table)
      throws Exception {
    Samples slowest = new Samples();
    for (int round = 0; round < setup.times(5, 2); round++) {
      ExecutorService threads = Executors.newFixedThreadPool(burst.pages());
      try {
        CountDownLatch together = new CountDownLatch(1);
        List<Future<Double>> pages = new ArrayList<>();
        for (int i = 0; i < burst.pages(); i++) {
          pages.add(
              threads.submit(
                  () -> {
                    together.await();
                    return new Visitor(agent).seconds();
                  }));
        }
        together.countDown();
        double longest = 0;
        for (Future<Double> page : pages) {
          longest = Math.max(longest, page.get());
        }
        slowest.add(longest);
      } finally {
        threads.shutdownNow();
      }
    }
    table.limited(
        "%,d VMs: %d pages at once, the slowest of all rounds".formatted(size, burst.pages()),
        slowest.greatest(),
        "s",
        burst.goal());
  }

  private static final class Figures {
    private final Samples cold = new Samples();
    private final Samples warm = new Samples();
    private final Samples bytes = new Samples();
    private final Samples firstVisit = new Samples();
    private final Samples laterVisit = new Samples();
    private final Samples firstGrid = new Samples();
    private final Samples laterGrid = new Samples();
    private final Samples laterPaint = new Samples();
  }
}
