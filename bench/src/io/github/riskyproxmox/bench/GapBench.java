package io.github.riskyproxmox.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * From "the old VM is really gone" to the arrival of the start, beside a script that looks every
 * two seconds. Both switch VMs of the same behaviour at the same time, each on its own simulator.
 */
final class GapBench implements Benchmark {
  private static final long SEED = 20_260_101;
  private static final double GOAL_MEDIAN = 1 / 8.0;
  private static final double GOAL_TAIL = 1 / 4.0;
  private static final double GOAL_RATE = 5;
  private static final int LONGEST_SECONDS = 50;
  private static final int LONG_SECONDS = 12;

  @Override
  public String name() {
    return "gap";
  }

  @Override
  public void run(Setup setup, Table table) throws Exception {
    Warmth.keep(setup, setup.jdk());
    try (Switching ours = new Switching();
        Switching other = new Switching();
        Served agent = Served.agent(setup, ours.server())) {
      Switching.Switcher launcher = new ByAgent(agent);
      Switching.Switcher poller = new PlainPoller(other.server());
      both(ours, launcher, other, poller, true, Duration.ofMillis(500), Duration.ofMillis(300));
      Random random = new Random(SEED);
      Series usual = new Series();
      int times = setup.times(60, 10);
      for (int i = 0; i < times; i++) {
        Duration shutdown = Duration.ofMillis(200 + random.nextInt(4_000));
        usual.add(both(ours, launcher, other, poller, i % 2 == 0, shutdown, release(random)));
      }
      usual.report(table, "%d switches".formatted(times));
      Series patient = new Series();
      int longs = setup.times(7, 1);
      for (int i = 0; i < longs; i++) {
        // Spread over the whole range, so that each run has short and long ones.
        int range = (LONGEST_SECONDS - LONG_SECONDS) * 1000 / longs;
        int millis = LONG_SECONDS * 1000 + (setup.quick() ? 0 : i * range + random.nextInt(range));
        Duration shutdown = Duration.ofMillis(millis);
        patient.add(both(ours, launcher, other, poller, i % 2 == 0, shutdown, release(random)));
      }
      patient.report(
          table, "%d shutdowns of %d–%d s".formatted(longs, LONG_SECONDS, LONGEST_SECONDS));
    }
  }

  /** pve-api.md 5: the task goes on for 0.1 to 1.0 s. */
  private static Duration release(Random random) {
    return Duration.ofMillis(100 + random.nextInt(900));
  }

  /** Switches of one kind, and their rows. */
  private static final class Series {
    private final Samples gaps = new Samples();
    private final Samples otherGaps = new Samples();
    private final Samples unnoticed = new Samples();
    private final Samples exchanges = new Samples();
    private final Samples rates = new Samples();
    private final Samples busiest = new Samples();

    void add(Pair pair) {
      gaps.add(pair.ours().gap() * 1000);
      unnoticed.add(pair.ours().unnoticed() * 1000);
      exchanges.add((pair.ours().gap() - pair.ours().unnoticed()) * 1000);
      otherGaps.add(pair.other().gap() * 1000);
      rates.add(pair.ours().requestsPerSecond());
      busiest.add(pair.ours().busiestSecond());
    }

    void report(Table table, String of) {
      table.compared(
          "Gap, median of " + of + ", beside a 2 s poller",
          gaps.median(),
          otherGaps.median(),
          "ms",
          GOAL_MEDIAN);
      // Of fewer than a hundred the 99th percentile is the greatest.
      table.compared("… greatest", gaps.greatest(), otherGaps.greatest(), "ms", GOAL_TAIL);
      table.plain("… of it until the next look, median", unnoticed.median(), "ms");
      table.plain("… of it from that look to the start, median", exchanges.median(), "ms");
      table.limited("Requests to Proxmox while waiting, median", rates.median(), "/s", GOAL_RATE);
      table.limited("… greatest of all switches", rates.greatest(), "/s", GOAL_RATE);
      table.limited("… in the busiest single second", busiest.greatest(), "", GOAL_RATE);
    }
  }

  private record Pair(Switching.Seen ours, Switching.Seen other) {}

  private static Pair both(
      Switching ours,
      Switching.Switcher launcher,
      Switching other,
      Switching.Switcher poller,
      boolean oursFirst,
      Duration shutdown,
      Duration release)
      throws Exception {
    Callable<Switching.Seen> first = () -> ours.once(launcher, shutdown, release);
    Callable<Switching.Seen> second = () -> other.once(poller, shutdown, release);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<Switching.Seen> one = threads.submit(oursFirst ? first : second);
      Future<Switching.Seen> two = threads.submit(oursFirst ? second : first);
      return oursFirst ? new Pair(one.get(), two.get()) : new Pair(two.get(), one.get());
    } finally {
      threads.shutdownNow();
    }
  }

  /** The agent, told by its API. */
  private record ByAgent(Served agent) implements Switching.Switcher {
    @Override
    public void shutDownAndStart(int old, int next) throws IOException, InterruptedException {
      String body = "{\"vmid\":" + next + ",\"action\":\"shutdown\"}";
      Web.Answer answer = Web.post(agent.url("api/launch"), body);
      if (!answer.text().contains("\"started\"")) {
        throw new IOException("not started: " + answer.status() + " " + answer.text());
      }
    }

    @Override
    public void awaitIdle() throws Exception {
      Wait.until(
          "the launch is over",
          Duration.ofSeconds(30),
          Duration.ofMillis(100),
          () -> Web.plain(agent.url("api/launch")).text().contains("\"succeeded\""));
    }
  }
}
