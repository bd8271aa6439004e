package io.github.riskyproxmox.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.simulator.SimClock;
import io.github.riskyproxmox.simulator.SimScenario;
import io.github.riskyproxmox.simulator.SimServer;
import io.github.riskyproxmox.simulator.SimVm;
import io.github.riskyproxmox.support.AgentApi;
import io.github.riskyproxmox.support.PackagedAgent;
import io.github.riskyproxmox.support.SlowClients;
import io.github.riskyproxmox.support.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The packaged agent with many slow clients. */
class SlowConnectionsIT {
  private static final int SLOW = 200;
  private static final int HONEST = 40;

  /** A starved client waits for ever; twenty thousand refusals take some seconds. */
  private static final Duration LONGEST = Duration.ofSeconds(15);

  /** On a busy machine, so many times the longest answer without slow clients is added. */
  private static final int TIMES = 50;

  private static SimServer proxmox;
  private static PackagedAgent agent;
  private static AgentApi api;

  @BeforeAll
  static void begin() throws Exception {
    proxmox = SimServer.start(scenario(), SimClock.system(), 0);
    agent = PackagedAgent.on(proxmox);
    api = new AgentApi(agent);
    api.await("the notes", () -> api.body("api/vms").length() > 300_000);
  }

  @AfterAll
  static void end() throws Exception {
    agent.close();
    proxmox.close();
  }

  /** With answers larger than the buffer of a socket. */
  private static SimScenario scenario() {
    String notes = "a note ".repeat(2_300);
    StringBuilder more = new StringBuilder();
    for (int vmid = 200; vmid < 224; vmid++) {
      more.append(",{\"vmid\":%d,\"name\":\"vm%d\",\"notes\":\"%s\"}".formatted(vmid, vmid, notes));
    }
    return SimScenario.parse(
        "{\"nodes\":[{\"name\":\"pve\"}],\"vms\":["
            + "{\"vmid\":101,\"name\":\"one\",\"state\":\"running\"},"
            + "{\"vmid\":102,\"name\":\"two\"}%s]}".formatted(more));
  }

  @ParameterizedTest
  @EnumSource(SlowClients.Kind.class)
  void twoHundredSlowClientsDoNotStarveOthers(SlowClients.Kind kind) throws Exception {
    Duration alone = longestAnswer();
    try (SlowClients unused = SlowClients.open(kind, agent.port(), SLOW)) {
      // The first answer waits until the agent has read the requests of all of them.
      api.get("api/launch");
      Duration longest = longestAnswer();
      System.out.printf(
          "%s: the longest answer took %d ms, without them %d ms%n",
          kind, longest.toMillis(), alone.toMillis());
      assertTrue(
          longest.compareTo(LONGEST.plus(alone.multipliedBy(TIMES))) < 0,
          () -> longest + ", without them " + alone + ". " + Waiting.load());
    }
    int target = proxmox.cluster().vm(101).filter(SimVm::isUp).isPresent() ? 102 : 101;
    // The agent needs a moment to notice that they are gone.
    api.await("a launch", () -> isLaunched(target));
    api.await("the end", api::isOver);
    assertEquals("succeeded", api.state(), api::report);
  }

  private static Duration longestAnswer() throws Exception {
    Duration longest = Duration.ZERO;
    for (int count = 0; count < HONEST; count++) {
      long begun = System.nanoTime();
      assertEquals(200, api.get(count % 2 == 0 ? "api/launch" : "api/vms").statusCode());
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      longest = took.compareTo(longest) > 0 ? took : longest;
    }
    return longest;
  }

  private static boolean isLaunched(int vmid) {
    try {
      int status = api.launch(vmid, Optional.of("terminate")).statusCode();
      assertTrue(status == 202 || status == 429, () -> "answered " + status);
      return status == 202;
    } catch (IOException unanswered) {
      return false;
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopping);
    }
  }
}
