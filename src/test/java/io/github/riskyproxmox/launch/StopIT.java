package io.github.riskyproxmox.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.simulator.SimAccess;
import io.github.riskyproxmox.simulator.SimClock;
import io.github.riskyproxmox.simulator.SimScenario;
import io.github.riskyproxmox.simulator.SimServer;
import io.github.riskyproxmox.simulator.SimVm;
import io.github.riskyproxmox.support.AgentApi;
import io.github.riskyproxmox.support.PackagedAgent;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The packaged agent stops without starting: a fallback VM, a stop, a restart, an action for each
 * VM, a hibernation by the guest, and at last a node. One after the other, on one node.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StopIT {
  private static final String VMS =
      """
      {"nodes":[{"name":"pve"}],"vms":[
      {"vmid":101,"name":"kiosk","hostpci":["0000:01:00.0"],"guest":{"shutdown":1}},
      {"vmid":102,"name":"gaming","hostpci":["0000:01:00.0"],"options":{"agent":"1"},
       "guest":{"shutdown":1,"agent":{"suspend":2}}},
      {"vmid":103,"name":"steam","state":"paused","tags":"exclusive-desk","guest":{"shutdown":1}},
      {"vmid":104,"name":"linux","tags":"exclusive-desk","hostpci":["0000:01:00.0"]},
      {"vmid":105,"name":"router","state":"running","tags":"keep","guest":{"shutdown":1}}]}
      """;

  private static SimServer proxmox;
  private static PackagedAgent agent;
  private static AgentApi api;

  @BeforeAll
  static void begin() throws Exception {
    proxmox = SimServer.start(SimScenario.parse(VMS), SimClock.system(), 0);
    for (String subject : List.of("launcher@pve", proxmox.tokenId())) {
      SimAccess access = proxmox.cluster().access();
      access.grant(subject, "/vms", Set.of("VM.Audit", "VM.PowerMgmt", "VM.GuestAgent.Audit"));
      access.grant(subject, "/nodes/pve", Set.of("Sys.PowerMgmt"));
    }
    agent =
        PackagedAgent.on(
            proxmox,
            Map.of(
                "EXCLUDE", "devices",
                "FALLBACK_VM", "kiosk",
                "FALLBACK_AFTER", "1",
                "HOST_POWEROFF", "true"));
    api = new AgentApi(agent);
  }

  @AfterAll
  static void end() throws Exception {
    agent.close();
    proxmox.close();
  }

  @Test
  @Order(1)
  void theFallbackVmStartsByItselfBecauseNothingThatExcludesItRuns() {
    api.await("the fallback VM to run", () -> isUp(101));
    api.await("the end", api::isOver);
    assertTrue(api.body("api/launches").contains("kiosk started by itself"), api::report);
    assertTrue(isUp(105));
  }

  @Test
  @Order(2)
  void aVmIsStoppedAndThatIsALaunchForAllWhoWatch() throws Exception {
    HttpResponse<String> question = api.post("api/stop", "{\"vmid\":101}");
    assertEquals(409, question.statusCode(), question.body());
    assertTrue(question.body().contains("\"status\":\"needs_action\""), question.body());

    done("api/stop", "{\"vmid\":101,\"action\":\"shutdown\"}");
    assertFalse(isUp(101));
    assertTrue(api.report().contains("\"goal\":\"stop\""), api.report());
    assertEquals(200, api.post("api/stop", "{\"vmid\":101}").statusCode());
  }

  @Test
  @Order(3)
  void eachVmInTheWayStopsInItsOwnWay() throws Exception {
    done("api/launch", "{\"vmid\":102}");
    HttpResponse<String> question = api.launch("{\"vmid\":104}");
    assertTrue(question.body().contains("\"because\":[\"group desk\"]"), question.body());
    done("api/launch", "{\"vmid\":104,\"actions\":{\"102\":\"hibernate\",\"103\":\"shutdown\"}}");
    assertFalse(isUp(102) || isUp(103));
    assertTrue(isUp(104) && isUp(105));
    assertTrue(api.report().contains("saved by the guest"), api.report());
    assertTrue(api.report().contains("\"kind\":\"resume\""), api.report());
  }

  @Test
  @Order(4)
  void aVmIsRestarted() throws Exception {
    done("api/stop", "{\"vmid\":104,\"action\":\"terminate\",\"then\":\"start\"}");
    assertTrue(isUp(104));
    assertTrue(api.report().contains("\"goal\":\"restart\""), api.report());
  }

  @Test
  @Order(5)
  void theNodeIsShutDownAfterItsVmsAndTheRouterIsLeftToProxmox() throws Exception {
    done("api/host-shutdown", "{\"action\":\"terminate\"}");
    assertFalse(isUp(104));
    assertTrue(isUp(105));
    assertEquals(
        1,
        proxmox.requests().stream()
            .filter(request -> request.line().equals("POST /nodes/pve/status"))
            .filter(request -> "shutdown".equals(request.parameters().get("command")))
            .count());
    assertTrue(api.body("api/launches").contains("\"goal\":\"restart\""));
  }

  /** It is accepted and succeeds. */
  private static void done(String path, String json) throws Exception {
    HttpResponse<String> answer = api.post(path, json);
    assertEquals(202, answer.statusCode(), answer.body());
    api.await("the end", api::isOver);
    assertEquals("succeeded", api.state(), api::report);
  }

  private static boolean isUp(int vmid) {
    return proxmox.cluster().vm(vmid).filter(SimVm::isUp).isPresent();
  }
}
