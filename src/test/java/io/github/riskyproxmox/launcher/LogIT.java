package io.github.riskyproxmox.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.simulator.Fault;
import io.github.riskyproxmox.simulator.FaultRules;
import io.github.riskyproxmox.simulator.SimClock;
import io.github.riskyproxmox.simulator.SimScenario;
import io.github.riskyproxmox.simulator.SimServer;
import io.github.riskyproxmox.support.AgentApi;
import io.github.riskyproxmox.support.PackagedAgent;
import io.github.riskyproxmox.support.RawHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of the packaged agent: requests for launches, and a warning about its settings. */
class LogIT {
  private static final String VMS =
      "{\"nodes\":[{\"name\":\"pve\"}],\"vms\":["
          + "{\"vmid\":101,\"name\":\"deaf\",\"state\":\"running\",\"hostpci\":[\"0000:01:00.0\"],"
          + "\"guest\":{\"ignoresAcpi\":true}},{\"vmid\":102,\"name\":\"two\"},"
          + "{\"vmid\":103,\"name\":\"three\"}]}";

  @Test
  void eachRequestIsOneLineAndAReadableEnvFileIsReported(@TempDir Path directory) throws Exception {
    try (SimServer proxmox = SimServer.start(SimScenario.parse(VMS), SimClock.system(), 0)) {
      Path settings = directory.resolve("my.env");
      Files.writeString(
          settings,
          "PVE_HOST=127.0.0.1:%d\nPVE_TOKEN_ID=%s\nPVE_TOKEN_SECRET=%s\n"
              .formatted(proxmox.port(), proxmox.tokenId(), proxmox.tokenSecret()));
      Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-r--r--"));
      try (PackagedAgent agent = PackagedAgent.start(Map.of(), "--env-file", settings.toString())) {
        AgentApi api = new AgentApi(agent);
        assertEquals(409, api.launch(102, Optional.of("hibernate")).statusCode());
        assertEquals(202, api.launch(102, Optional.of("shutdown")).statusCode());
        assertEquals(409, api.launch(103, Optional.of("shutdown")).statusCode());
        assertEquals(200, api.cancel().statusCode());
        api.await("the end", api::isOver);
        // The shutdown cannot be withdrawn; the next launch escalates it.
        assertEquals(202, api.launch(102, Optional.of("shutdown")).statusCode());
        api.await("something to overtake", () -> escalated(api));
        api.await("the end", api::isOver);
        assertEquals("succeeded", api.state(), api::report);
        assertEquals(200, api.launch(102, Optional.empty()).statusCode());
        proxmox
            .faults()
            .on(FaultRules.ANY, ".*")
            .always()
            .inject(Fault.refusal(500, "something broke"));
        assertEquals(502, api.launch(103, Optional.empty()).statusCode());
        String foreign = "Origin: http://evil.example";
        String host = "Host: localhost";
        assertEquals(403, RawHttp.ask(agent.port(), "POST", "/api/launch", host, foreign).status());

        assertTrue(agent.awaitOutput("something broke"));
        List<String> lines = agent.output().lines().toList();
        one(lines, "127.0.0.1 asks to launch VM 102 with hibernate: Refused: ");
        one(lines, "127.0.0.1 asks to launch VM 103 with shutdown: InProgress: ");
        one(lines, "127.0.0.1 cancels the launch of two: yes");
        one(lines, "127.0.0.1 asks to launch VM 102 with terminate: Escalated: ");
        one(lines, "127.0.0.1 asks to launch VM 102: AlreadyRunning: ");
        one(lines, "127.0.0.1 asks to launch VM 103: Failed: ");
        one(
            lines,
            "Refused with 403: POST /api/launch by 127.0.0.1, Host \"localhost\", Origin"
                + " \"http://evil.example\".");
        assertEquals(2, count(lines, "127.0.0.1 asks to launch VM 102 with shutdown: Started: "));
        one(
            lines,
            settings + " contains the Proxmox token, and other users of this machine can read it");
        assertEquals(0, count(lines, proxmox.tokenSecret()));
      }
    }
  }

  private static boolean escalated(AgentApi api) {
    try {
      return api.launch(102, Optional.of("terminate")).statusCode() == 202;
    } catch (IOException unanswered) {
      return false;
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void one(List<String> lines, String words) {
    assertEquals(1, count(lines, words), () -> words + "\n" + String.join("\n", lines));
  }

  private static long count(List<String> lines, String words) {
    return lines.stream().filter(line -> line.contains(words)).count();
  }
}
