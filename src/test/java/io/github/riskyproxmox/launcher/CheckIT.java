package io.github.riskyproxmox.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.simulator.SimClock;
import io.github.riskyproxmox.simulator.SimScenario;
import io.github.riskyproxmox.simulator.SimServer;
import io.github.riskyproxmox.support.PackagedAgent;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command of the packaged agent: the client of Proxmox without the server. */
class CheckIT {
  @Test
  void itNamesWhatIsWrongAndItsCure(@TempDir Path state) throws Exception {
    try (SimServer server =
        SimServer.start(SimScenario.parse("{\"vms\": [{\"vmid\": 101}]}"), SimClock.system(), 0)) {
      Map<String, String> settings =
          Map.of(
              "PVE_HOST", "127.0.0.1:" + server.port(),
              "PVE_TOKEN_ID", server.tokenId(),
              "PVE_TOKEN_SECRET", server.tokenSecret(),
              "PVE_FINGERPRINT", server.fingerprint(),
              "PVE_NODE", "elsewhere");

      PackagedAgent.Exit table =
          PackagedAgent.run(settings, "check", "--state-dir", state.toString());
      PackagedAgent.Exit json =
          PackagedAgent.run(settings, "check", "--json", "--state-dir", state.toString());

      assertEquals(2, table.status(), table.toString());
      assertTrue(table.out().startsWith("BROKEN   PVE_NODE=elsewhere"), table.toString());
      assertTrue(table.out().contains("Write one of these in PVE_NODE"), table.out());
      assertEquals(2, json.status(), json.toString());
      assertTrue(json.out().startsWith("{\"exit_status\":2,"), json.toString());
      assertFalse((table + json.toString()).contains(server.tokenSecret()), "the secret");
    }
  }
}
