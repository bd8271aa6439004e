package io.github.riskyproxmox.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures the gap from the end of the old VM to the arrival of the start request, for the agent
 * and for a script that polls every two seconds. Both switch VMs with the same behaviour at the
 * same time, each on its own simulator.
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
    WarmUp.run(setup, setup.jdk());
    try (Switching ours = new Switching();
        Switching other = new Switching();
        ServerProcess agent = ServerProcess.agent(setup, ours.server())) {
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
      Series slow = new Series();
      int longs = setup.times(7, 1);
      for (int i = 0; i < longs; i++) {
        // Evenly spread over the range, so that each run has short and long ones.
        int range = (LONGEST_SECONDS - LONG_SECONDS) * 1000 / longs;
        int millis = LONG_SECONDS * 1000 + (setup.quick() ? 0 : i * range + random.nextInt(range));
        Duration shutdown = Duration.ofMillis(millis);
        slow.add(both(ours, launcher, other, poller, i % 2 == 0, shutdown, release(random)));
      }
      slow.report(table, "%d shutdowns of %d–%d s".formatted(longs, LONG_SECONDS, LONGEST_SECONDS));
    }
  }

  /** The task continues for 0.1 to 1.0 s after the guest's end (pve-api.md §5). */
  private static Duration release(Random random) {
    return Duration.ofMillis(100 + random.nextInt(900));
  }

  /** The results of similar switches, and their rows. */
  private static final class Series {
    private final Samples gaps = new Samples();
    private final Samples otherGaps = new Samples();
    private final Samples untilPoll = new Samples();
    private final Samples exchanges = new Samples();
    private final Samples rates = new Samples();
    private final Samples busiest = new Samples();

    void add(Pair pair) {
      gaps.add(pair.ours().gap() * 1000);
      untilPoll.add(pair.ours().untilPoll() * 1000);
      exchanges.add((pair.ours().gap() - pair.ours().untilPoll()) * 1000);
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
      // With fewer than a hundred values the 99th percentile is the greatest.
      table.compared("… greatest", gaps.greatest(), otherGaps.greatest(), "ms", GOAL_TAIL);
      table.plain("… of it until the next poll, median", untilPoll.median(), "ms");
      table.plain("… of it from that poll to the start, median", exchanges.median(), "ms");
      table.limited("Requests to Proxmox while waiting, median", rates.median(), "/s", GOAL_RATE);
      table.limited("… greatest of all switches", rates.greatest(), "/s", GOAL_RATE);
      table.limited("… in the busiest single second", busiest.greatest(), "", GOAL_RATE);
    }
  }

  private record Pair(Switching.SwitchTimes ours, Switching.SwitchTimes other) {}

  private static Pair both(
      Switching ours,
      Switching.Switcher launcher,
      Switching other,
      Switching.Switcher poller,
      boolean oursFirst,
      Duration shutdown,
      Duration release)
      throws Exception {
    Callable<Switching.SwitchTimes> first = () -> ours.once(launcher, shutdown, release);
    Callable<Switching.SwitchTimes> second = () -> other.once(poller, shutdown, release);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<Switching.SwitchTimes> one = threads.submit(oursFirst ? first : second);
      Future<Switching.SwitchTimes> two = threads.submit(oursFirst ? second : first);
      return oursFirst ? new Pair(one.get(), two.get()) : new Pair(two.get(), one.get());
    } finally {
      threads.shutdownNow();
    }
  }

  /** Switches through the agent's API. */
  private record ByAgent(ServerProcess agent) implements Switching.Switcher {
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
