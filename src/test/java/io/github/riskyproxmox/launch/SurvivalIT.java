package io.github.riskyproxmox.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.proxmox.http.Limits;
import io.github.riskyproxmox.simulator.SimClock;
import io.github.riskyproxmox.simulator.SimServer;
import io.github.riskyproxmox.simulator.SimVm;
import io.github.riskyproxmox.support.AgentApi;
import io.github.riskyproxmox.support.PackagedAgent;
import io.github.riskyproxmox.support.Waiting;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Kills the packaged agent ({@code kill -9}) at each request by which a launch changes something,
 * just before and just after Proxmox executes it, and starts the agent again: the launch succeeds,
 * and nothing was done twice. A request that several kinds of launch have in common is tried with
 * the first of them; {@link FaultMatrixTest} tries it with all, and those that have no task.
 */
class SurvivalIT {
  // More than there are processors: half of a trial waits for the simulated guests.
  private static final int LANES = 4;

  @Test
  void killedAtAnyEffectOfAnyLaunchItCarriesOnWhenStartedAgain() throws Exception {
    Set<String> effects = new HashSet<>();
    List<KillPoint> points =
        Stream.of(LaunchKind.values())
            .filter(LaunchKind::hasTasksOnly)
            .flatMap(KillPoint::of)
            .filter(point -> effects.add(point.effect()))
            .toList();
    assertTrue(points.size() > LaunchKind.values().length, "too few: " + points);
    Queue<KillPoint> waiting = new ConcurrentLinkedQueue<>(points);
    ExecutorService executor = Executors.newFixedThreadPool(LANES);
    List<String> failures = new ArrayList<>();
    try {
      Callable<List<String>> lane = () -> lane(waiting);
      for (Future<List<String>> done :
          executor.invokeAll(Stream.generate(() -> lane).limit(LANES).toList())) {
        failures.addAll(done.get());
      }
    } finally {
      executor.shutdownNow();
    }
    System.out.println("kill -9: " + points.size() + " points");
    assertEquals("", String.join("\n", failures));
  }

  /** Tries one point after the other with the same agent, until one fails. */
  private static List<String> lane(Queue<KillPoint> waiting) throws Exception {
    List<String> failures = new ArrayList<>();
    LaunchStage stage = new LaunchStage(Limits.STANDARD);
    SimServer proxmox = stage.serve(LaunchKind.DIRECT.scenario(), SimClock::system);
    try (PackagedAgent agent = PackagedAgent.on(proxmox)) {
      for (Optional<KillPoint> point = Optional.ofNullable(waiting.poll());
          point.isPresent() && failures.isEmpty();
          point = Optional.ofNullable(waiting.poll())) {
        proxmox = stage.serve(point.get().kind().scenario(), SimClock::system);
        try {
          trial(point.get(), agent, proxmox);
        } catch (IOException | RuntimeException | AssertionError broken) {
          failures.add(point.get() + ": " + broken.getMessage());
        }
      }
    } finally {
      proxmox.close();
    }
    return failures;
  }

  private static void trial(KillPoint point, PackagedAgent agent, SimServer proxmox)
      throws Exception {
    AgentApi api = new AgentApi(agent);
    CountDownLatch dead = new CountDownLatch(1);
    proxmox
        .faults()
        .on(point.method(), point.path())
        .inject(
            point.killing(
                cluster -> {
                  kill(agent);
                  dead.countDown();
                }));
    LaunchKind kind = point.kind();
    String answer = ask(api, kind);
    long end = System.nanoTime() + Waiting.LIMIT.toNanos();
    while (!dead.await(100, TimeUnit.MILLISECONDS)) {
      String last = answer;
      assertTrue(
          System.nanoTime() < end,
          () -> "not killed: " + last + " " + api.report() + " " + Waiting.load());
      if (answer.contains("\"status\":\"error\"")) {
        // On a busy machine Proxmox may not answer in time: then nothing was started.
        answer = ask(api, kind);
      }
      escalate(kind, api, proxmox);
    }
    agent.restart();
    api.await(
        "the end",
        () -> {
          escalate(kind, api, proxmox);
          return api.isOver();
        });
    assertEquals("succeeded", api.state(), api::report);
    assertEquals(point.tasks(), KillPoint.tasks(proxmox));
    assertEquals(kind != LaunchKind.STOP, isUp(proxmox, kind.target()), "the target runs");
    HttpResponse<String> next = api.launch(999, Optional.empty());
    assertEquals(404, next.statusCode(), next.body());
  }

  /** Escalates again and again: the killed agent may have lost the request before. */
  private static void escalate(LaunchKind kind, AgentApi api, SimServer proxmox) {
    boolean waitedFor =
        proxmox.cluster().tasks().stream()
            .anyMatch(task -> task.type().equals("qmshutdown") && task.isRunning());
    if (kind.escalates() && waitedFor) {
      String unused = ask(() -> api.launch(kind.target(), Optional.of(StopAction.TERMINATE.id())));
    }
  }

  private static String ask(AgentApi api, LaunchKind kind) {
    return kind.recovery()
        .map(recovery -> ask(() -> api.recover(kind.target(), recovery.id())))
        .orElseGet(() -> ask(() -> api.post(kind.path(), kind.body())));
  }

  /** The answer; empty if the agent is killed before it answers. */
  private static String ask(Callable<HttpResponse<String>> request) {
    try {
      return request.call().body();
    } catch (IOException killed) {
      return "";
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return "";
    } catch (Exception unexpected) {
      throw new IllegalStateException(unexpected);
    }
  }

  private static void kill(PackagedAgent agent) {
    try {
      agent.kill9();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isUp(SimServer proxmox, int vmid) {
    return proxmox.cluster().vm(vmid).filter(SimVm::isUp).isPresent();
  }
}
