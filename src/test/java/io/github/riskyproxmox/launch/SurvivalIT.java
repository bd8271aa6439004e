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
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
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
 * {@code kill -9} of the packaged agent at every effect of every kind of launch, just before
 * Proxmox does it and just after, then a start: the launch succeeds, and nothing was done twice.
 */
class SurvivalIT {
  // Half of a trial is waiting for the simulated guests.
  private static final int LANES = 4;
  private static final int PATIENCE = 90;

  @Test
  void killedAtAnyEffectOfAnyLaunchItCarriesOnWhenStartedAgain() throws Exception {
    List<KillPoint> points = Stream.of(LaunchKind.values()).flatMap(KillPoint::of).toList();
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

  /** One agent, killed again and again. */
  private static List<String> lane(Queue<KillPoint> waiting) throws Exception {
    List<String> failures = new ArrayList<>();
    LaunchStage station = new LaunchStage(Limits.STANDARD);
    SimServer proxmox = station.serve(LaunchKind.DIRECT.scenario(), SimClock::system);
    try (PackagedAgent agent = PackagedAgent.on(proxmox)) {
      for (Optional<KillPoint> point = Optional.ofNullable(waiting.poll());
          point.isPresent();
          point = Optional.ofNullable(waiting.poll())) {
        proxmox = station.serve(point.get().kind().scenario(), SimClock::system);
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
            point.dying(
                cluster -> {
                  kill(agent);
                  dead.countDown();
                }));
    LaunchKind kind = point.kind();
    String answer = ask(api, kind);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
    while (!dead.await(100, TimeUnit.MILLISECONDS)) {
      String last = answer;
      assertTrue(System.nanoTime() < end, () -> "not killed: " + last + " " + api.report());
      if (answer.contains("\"status\":\"error\"")) {
        // On a busy machine Proxmox may not have answered in time: then nothing was begun.
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
    assertTrue(isUp(proxmox, kind.target()), "the target does not run");
    assertEquals(404, api.launch(999, Optional.empty()).statusCode(), "the slot is not free");
  }

  /** As often as it takes: the answer to the one before may have died with the agent. */
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
        .orElseGet(() -> ask(() -> api.launch(kind.target(), kind.action().map(StopAction::id))));
  }

  /** The answer; none from an agent that is killed at once. */
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
