package io.github.riskyproxmox.bench;

import io.github.riskyproxmox.simulator.RecordedRequest;
import io.github.riskyproxmox.simulator.SimClock;
import io.github.riskyproxmox.simulator.SimScenario;
import io.github.riskyproxmox.simulator.SimServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Measures requests to Proxmox and processor time of an agent without launches. Three agents run
 * side by side, with no, one and fifty open pages.
 */
final class QuietBench implements Benchmark {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration SETTLING = Duration.ofSeconds(90);
  private static final int VMS = 10;
  private static final double GOAL_CLOSED = 1;
  private static final double GOAL_OPEN = 20;
  private static final double GOAL_NOTES = 3;
  private static final double GOAL_STYLES = 1;
  private static final double GOAL_CPU = 0.1;

  @Override
  public String name() {
    return "quiet";
  }

  @Override
  public void run(Setup setup, Table table) throws Exception {
    WarmUp.run(setup, setup.jdk());
    try (AgentWithPages none = new AgentWithPages(setup, 0);
        AgentWithPages one = new AgentWithPages(setup, 1);
        AgentWithPages fifty = new AgentWithPages(setup, 50)) {
      Wait.of(setup.quick() ? SETTLING.dividedBy(3) : SETTLING);
      List<AgentWithPages> all = List.of(none, one, fifty);
      int minutes = setup.times(5, 1);
      for (int minute = 0; minute < minutes; minute++) {
        for (AgentWithPages each : all) {
          each.begin();
        }
        Wait.of(MINUTE);
        for (AgentWithPages each : all) {
          each.end();
        }
      }
      table.limited(
          "Requests to Proxmox, no page open, the most of %d minutes".formatted(minutes),
          none.requests.greatest(),
          "/min",
          GOAL_CLOSED);
      table.limited("… one page open", one.requests.median(), "/min", GOAL_OPEN);
      table.compared(
          "… fifty pages open, beside one",
          fifty.requests.median(),
          one.requests.median(),
          "/min",
          // Two minutes of one agent differ by one request: polls and minutes are not aligned.
          (one.requests.median() + 1) / one.requests.median());
      table.limited(
          "… of these for notes (adr 0010), one page open, the most",
          one.notes.greatest(),
          "/min",
          GOAL_NOTES);
      table.limited(
          "… of these for tag styles, one page open, the most",
          one.styles.greatest(),
          "/min",
          GOAL_STYLES);
      table.limited("Processor time, no page open", none.cpu.median(), "s/min", GOAL_CPU);
      table.plain("… one page open", one.cpu.median(), "s/min");
      table.plain("… fifty pages open", fifty.cpu.median(), "s/min");
    }
  }

  /** An agent with open pages, and its figures per minute. */
  private static final class AgentWithPages implements AutoCloseable {
    private final SimServer proxmox;
    private final ServerProcess agent;
    private final Streams pages;
    private final Samples requests = new Samples();
    private final Samples notes = new Samples();
    private final Samples styles = new Samples();
    private final Samples cpu = new Samples();
    private Instant since = Instant.EPOCH;
    private double cpuBefore;

    AgentWithPages(Setup setup, int pages) throws Exception {
      this.proxmox = SimServer.start(SimScenario.many(VMS), SimClock.system(), 0);
      this.agent = ServerProcess.agent(setup, proxmox);
      this.pages = Streams.open(agent, pages, (page, at) -> {});
    }

    void begin() throws Exception {
      since = Instant.now();
      cpuBefore = ProcessFigures.cpuSeconds(agent.pid());
    }

    void end() throws Exception {
      cpu.add(ProcessFigures.cpuSeconds(agent.pid()) - cpuBefore);
      List<RecordedRequest> made = new ArrayList<>(proxmox.requests());
      made.removeIf(request -> request.arrival().isBefore(since));
      requests.add(made.size());
      notes.add(count(made, request -> request.path().endsWith("/config")));
      styles.add(count(made, request -> request.path().equals("/cluster/options")));
      if (pages.lost() > 0) {
        throw new IllegalStateException(pages.lost() + " streams were lost");
      }
    }

    private static double count(List<RecordedRequest> made, Predicate<RecordedRequest> which) {
      return made.stream().filter(which).count();
    }

    @Override
    public void close() throws IOException {
      pages.close();
      agent.close();
      proxmox.close();
    }
  }
}
