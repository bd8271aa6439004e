package io.github.riskyproxmox.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.simulator.Fault;
import io.github.riskyproxmox.simulator.FaultRules;
import io.github.riskyproxmox.simulator.SimClock;
import io.github.riskyproxmox.simulator.SimScenario;
import io.github.riskyproxmox.simulator.SimServer;
import io.github.riskyproxmox.simulator.SimTask;
import io.github.riskyproxmox.support.AgentApi;
import io.github.riskyproxmox.support.PackagedAgent;
import io.github.riskyproxmox.support.RawHttp;
import java.io.BufferedReader;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packaged agent during SIGTERM, many requests at once, and an outage of Proxmox. */
class NothingLostIT {
  private static final Optional<String> SHUTDOWN = Optional.of("shutdown");
  private static final String VMS =
      "{\"nodes\":[{\"name\":\"pve\"}],\"vms\":["
          + "{\"vmid\":101,\"name\":\"one\",\"state\":\"running\",\"guest\":{\"shutdown\":5}},"
          + "{\"vmid\":102,\"name\":\"two\",\"guest\":{\"shutdown\":5}}]}";

  private static final String STREAM = "GET /api/events HTTP/1.1\nHost: localhost\n\n";

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
  void onSigtermItEndsAtOnceAndTheNextProcessResumesTheLaunch() throws Exception {
    int target = target();
    int before = proxmox.cluster().tasks().size();
    assertEquals(202, api.launch(target, SHUTDOWN).statusCode());
    try (Socket stream = RawHttp.open(agent.port(), STREAM)) {
      BufferedReader lines = RawHttp.lines(stream);
      assertTrue(lines.lines().anyMatch("event: snapshot"::equals), "no stream");
      assertEquals(143, agent.terminate());
    }
    agent.restart();
    api.await("the end", api::isOver);
    assertEquals("succeeded", api.state(), api::report);
    assertEquals(2, tasksSince(before).size(), () -> tasksSince(before).toString());
  }

  @Test
  void ofTwoHundredLaunchesAtOnceOneIsAccepted() throws Exception {
    int target = target();
    HttpClient http = AgentApi.newClient();
    List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.add(
          http.sendAsync(api.launching(target, SHUTDOWN), HttpResponse.BodyHandlers.ofString()));
    }
    int accepted = 0;
    for (CompletableFuture<HttpResponse<String>> one : all) {
      int status = one.join().statusCode();
      assertTrue(status == 202 || status == 409, "status " + status);
      accepted += status == 202 ? 1 : 0;
    }
    assertEquals(1, accepted);
    api.await("the end", api::isOver);
    assertEquals("succeeded", api.state(), api::report);
  }

  @Test
  void aRequestDuringAnOutageOfProxmoxIsAnsweredWithTheReason() throws Exception {
    proxmox.faults().on(FaultRules.ANY, ".*").always().inject(Fault.resetBefore());
    HttpResponse<String> answer = api.launch(target(), SHUTDOWN);
    assertEquals(504, answer.statusCode(), answer.body());
    assertTrue(answer.body().contains("\"error\":\"proxmox_unreachable\""), answer.body());
    assertTrue(answer.body().contains("127.0.0.1"), answer.body());
    proxmox.faults().clear();
    api.await("Proxmox to be back", () -> api.body("api/vms").contains("\"vmid\":101"));
  }

  /** The VM that does not run. */
  private static int target() {
    return proxmox.cluster().vm(101).orElseThrow().isUp() ? 102 : 101;
  }

  private static List<String> tasksSince(int before) {
    List<SimTask> tasks = proxmox.cluster().tasks();
    return tasks.subList(0, tasks.size() - before).stream().map(SimTask::upid).toList();
  }
}
