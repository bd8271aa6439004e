package io.github.riskyproxmox.proxmox;

import static io.github.riskyproxmox.proxmox.http.ScriptedServer.always;
import static io.github.riskyproxmox.proxmox.http.ScriptedServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.proxmox.http.ScriptedServer;
import io.github.riskyproxmox.simulator.Fault;
import io.github.riskyproxmox.simulator.FaultRules;
import io.github.riskyproxmox.support.TestCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The token's secret stays out of every log, whatever is switched on. */
class SecrecyTest extends OnSimulator {
  private static final Logger ROOT = Logger.getLogger("");

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Handler everything =
      new Handler() {
        @Override
        public void publish(LogRecord event) {
          lines.add(new SimpleFormatter().format(event));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };
  private Level before = Level.INFO;

  @BeforeEach
  void logEverything() {
    before = ROOT.getLevel();
    ROOT.setLevel(Level.ALL);
    everything.setLevel(Level.ALL);
    ROOT.addHandler(everything);
  }

  @AfterEach
  void logAsBefore() {
    ROOT.removeHandler(everything);
    ROOT.setLevel(before);
  }

  @Test
  void theSecretIsInNoLogAtTheFinestLevel() {
    proxmox.inventory();
    proxmox.start(vm(117));
    server.faults().on("POST", ".*").always().inject(Fault.resetAfter());
    assertThrows(PveException.class, () -> proxmox.stop(vm(101)));
    server.faults().clear();
    server.faults().on("POST", ".*").always().inject(Fault.notJson());
    assertThrows(PveException.class, () -> proxmox.stop(vm(101)));

    assertTrue(!lines.isEmpty());
    // HttpClient logs each header at this level, unless its logging is off altogether.
    assertFalse(LoggerFactory.getLogger("org.apache.hc.client5.http.headers").isDebugEnabled());
    assertFalse(LoggerFactory.getLogger("org.apache.hc.client5.http.wire").isDebugEnabled());
    assertEquals(
        List.of(), lines.stream().filter(line -> line.contains(server.tokenSecret())).toList());
  }

  @Test
  void wordsOfProxmoxThatRepeatTheSecretLoseIt() {
    String secret = server.tokenSecret();
    server
        .faults()
        .on(FaultRules.ANY, ".*")
        .always()
        .inject(
            Fault.answer(
                500,
                "no " + secret + " here",
                "application/json",
                "{\"data\":null,\"message\":\"bad token %s\"}".formatted(secret)));
    PveException spoken = assertThrows(PveException.class, () -> proxmox.stop(vm(101)));
    assertEquals("Proxmox says: bad token (secret).", spoken.getMessage());

    server.faults().clear();
    server.faults().on(FaultRules.ANY, ".*").always().inject(Fault.status(500, "no " + secret));
    PveException reason = assertThrows(PveException.class, () -> proxmox.stop(vm(101)));
    assertEquals("Proxmox says: no (secret).", reason.getMessage());
  }

  @Test
  void aRedirectIsNotFollowedSoThatTheTokenStaysWithPveHost(@TempDir Path directory)
      throws IOException {
    try (ScriptedServer elsewhere =
        new ScriptedServer(
            TestCertificate.good(directory), always(json("200 OK", "{\"data\":[]}")))) {
      server.faults().clear();
      server
          .faults()
          .on(FaultRules.ANY, ".*")
          .always()
          .inject(Fault.redirect("https://127.0.0.1:" + elsewhere.port() + "/"));

      assertThrows(PveException.class, () -> proxmox.status(vm(101)));
      assertThrows(PveException.class, () -> proxmox.stop(vm(101)));
      assertThrows(PveException.class, proxmox::inventory);
      assertEquals(0, elsewhere.requests().size());
    }
  }
}
