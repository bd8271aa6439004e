package io.github.riskyproxmox.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.simulator.SimClock;
import io.github.riskyproxmox.simulator.SimScenario;
import io.github.riskyproxmox.simulator.SimServer;
import io.github.riskyproxmox.simulator.SimTask;
import io.github.riskyproxmox.support.AgentApi;
import io.github.riskyproxmox.support.PackagedAgent;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packaged agent, told to end and overrun while a launch is under way. */
class NothingLostIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Optional<String> SHUTDOWN = Optional.of("shutdown");
  private static final String VMS =
      "{\"nodes\":[{\"name\":\"pve\"}],\"vms\":["
          + "{\"vmid\":101,\"name\":\"one\",\"state\":\"running\",\"guest\":{\"shutdown\":5}},"
          + "{\"vmid\":102,\"name\":\"two\",\"guest\":{\"shutdown\":5}}]}";

  private static SimServer proxmox;
  private static PackagedAgent agent;
  private static AgentApi api;

  @BeforeAll
  static void begin() throws Exception {
    proxmox = SimServer.start(SimScenario.parse(VMS), SimClock.system(), 0);
    agent = PackagedAgent.on(proxmox);
    api = new AgentApi(agent);
  }

  @AfterAll
  static void end() throws Exception {
    agent.close();
    proxmox.close();
  }

  @Test
  void toldToEndItIsGoneAtOnceAndTheNextOneCarriesOn() throws Exception {
    int target = target();
    int before = proxmox.cluster().tasks().size();
    assertEquals(202, api.launch(target, SHUTDOWN).statusCode());
    assertEquals(143, agent.terminate(Duration.ofSeconds(5)));
    agent.restart();
    api.await("the end", api::isOver);
    assertEquals("succeeded", api.state(), api::report);
    assertEquals(2, tasksSince(before).size(), () -> tasksSince(before).toString());
  }

  @Test
  void ofTwoHundredLaunchesAtOnceOneIsAccepted() throws Exception {
    int target = target();
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.add(
          http.sendAsync(api.launching(target, SHUTDOWN), HttpResponse.BodyHandlers.ofString()));
    }
    int accepted = 0;
    for (CompletableFuture<HttpResponse<String>> one : all) {
      int status = one.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).statusCode();
      assertTrue(status == 202 || status == 409, "status " + status);
      accepted += status == 202 ? 1 : 0;
    }
    assertEquals(1, accepted);
    api.await("the end", api::isOver);
    assertEquals("succeeded", api.state(), api::report);
  }

  /** The one that does not run. */
  private static int target() {
    return proxmox.cluster().vm(101).orElseThrow().isUp() ? 102 : 101;
  }

  private static List<String> tasksSince(int before) {
    List<SimTask> tasks = proxmox.cluster().tasks();
    return tasks.subList(0, tasks.size() - before).stream().map(SimTask::upid).toList();
  }
}
