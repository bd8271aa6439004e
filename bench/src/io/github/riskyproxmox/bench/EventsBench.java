package io.github.riskyproxmox.bench;

import io.github.riskyproxmox.simulator.RecordedRequest;
import io.github.riskyproxmox.simulator.SimClock;
import io.github.riskyproxmox.simulator.SimScenario;
import io.github.riskyproxmox.simulator.SimServer;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Measures how long a change at Proxmox takes to reach a hundred open pages: until the agent's next
 * poll, and from the arrival of that request to the event on each page's stream, and to the last
 * byte of the response that the page then requests. The simulator's answer is part of the latter.
 */
final class EventsBench implements Benchmark {
  private static final int PAGES = 100;
  private static final int VMS = 50;
  private static final double GOAL_NOTICE = 100;
  private static final double GOAL_PAGE = 150;
  private static final Duration NOTES_READ = Duration.ofSeconds(3);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Override
  public String name() {
    return "events";
  }

  @Override
  public void run(Setup setup, Table table) throws Exception {
    WarmUp.run(setup, setup.jdk());
    Queue<Instant> noticed = new ConcurrentLinkedQueue<>();
    Queue<OpenPage.Answer> answered = new ConcurrentLinkedQueue<>();
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    List<OpenPage> pages = new ArrayList<>();
    Samples poll = new Samples();
    Samples toNotice = new Samples();
    Samples toPage = new Samples();
    Samples toPageWarm = new Samples();
    Samples toLastPage = new Samples();
    int changes = setup.times(40, 5);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (SimServer proxmox = SimServer.start(SimScenario.many(VMS), SimClock.system(), 0);
        ServerProcess agent = ServerProcess.agent(setup, proxmox)) {
      HttpClient client =
          HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();
      Wait.of(NOTES_READ);
      for (int page = 0; page < PAGES; page++) {
        pages.add(OpenPage.open(agent, client));
      }
      Streams.OnChange onChange =
          (page, at) -> {
            noticed.add(at);
            CompletableFuture<OpenPage.Answer> unused =
                pages
                    .get(page)
                    .sync()
                    .whenComplete(
                        (answer, failure) -> {
                          if (failure == null) {
                            answered.add(answer);
                          } else {
                            failures.add(failure);
                          }
                        });
          };
      try (Streams streams = Streams.open(agent, PAGES, onChange)) {
        Random random = new Random(1);
        // The first changes are not measured: they run code for the first time.
        for (int change = -5; change < changes; change++) {
          Wait.of(Duration.ofMillis(500 + random.nextInt(3_000)));
          noticed.clear();
          answered.clear();
          Instant changed = Instant.now();
          String tag = "change" + (change + 5);
          proxmox.cluster().setTags(100 + random.nextInt(VMS), tag);
          Wait.until(
              "all pages have the change",
              TIMEOUT,
              () -> answered.size() + failures.size() >= PAGES);
          if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.size() + " pages failed", failures.peek());
          }
          if (!answered.stream().allMatch(answer -> answer.text().contains(tag))) {
            throw new IllegalStateException("a page did not get " + tag);
          }
          Instant asked = asked(proxmox, changed);
          if (change >= 0) {
            poll.add(millis(changed, asked));
            noticed.forEach(at -> toNotice.add(millis(asked, at)));
            answered.forEach(answer -> toPage.add(millis(asked, answer.at())));
            if (change >= changes / 2) {
              answered.forEach(answer -> toPageWarm.add(millis(asked, answer.at())));
            }
            toLastPage.add(
                answered.stream()
                    .mapToDouble(answer -> millis(asked, answer.at()))
                    .max()
                    .orElseThrow());
          }
        }
        if (streams.lost() > 0) {
          throw new IllegalStateException(streams.lost() + " streams were lost");
        }
      }
    } finally {
      threads.shutdownNow();
    }
    table.plain("Change to the poll that sees it, median of " + changes, poll.median(), "ms");
    table.plain("… longest", poll.greatest(), "ms");
    table.plain(
        "From that poll to the change notice, median of 100 pages", toNotice.median(), "ms");
    table.limited("… 99th percentile", toNotice.percentile(99), "ms", GOAL_NOTICE);
    table.plain("From that poll to the page, median of 100 pages", toPage.median(), "ms");
    table.limited("… 99th percentile", toPage.percentile(99), "ms", GOAL_PAGE);
    table.limited(
        "… 99th percentile, second half of the changes",
        toPageWarm.percentile(99),
        "ms",
        GOAL_PAGE);
    table.plain("… to the last of the pages, median", toLastPage.median(), "ms");
  }

  private static Instant asked(SimServer proxmox, Instant changed) {
    return proxmox.requests().stream()
        .filter(request -> request.arrival().isAfter(changed))
        .filter(request -> request.path().endsWith("/qemu"))
        .map(RecordedRequest::arrival)
        .findFirst()
        .orElseThrow();
  }

  private static double millis(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e6;
  }
}
