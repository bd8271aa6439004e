package io.github.riskyproxmox.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.pve.PveProtocolError;
import io.github.riskyproxmox.domain.pve.PveRefused;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every failure becomes visible in the snapshot, and appears once in the log. */
class TroubleTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Logger LOGGER = Logger.getLogger("io.github.riskyproxmox");

  private final MonitorRig rig = new MonitorRig();
  private final @Nullable Level usual = LOGGER.getLevel();
  private final List<String> lines = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          lines.add(line.getLevel() + " " + line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  TroubleTest() {
    LOGGER.addHandler(handler);
    LOGGER.setLevel(Level.INFO);
    rig.proxmox().put(FakeProxmox.vm(101, "pve", "one"));
    rig.proxmox().put(FakeProxmox.vm(201, "attic", "other"));
    rig.begin(site -> {});
    rig.advance(MINUTE);
  }

  @AfterEach
  void forget() {
    LOGGER.removeHandler(handler);
    LOGGER.setLevel(usual);
  }

  @Test
  void aDefectOfTheAgentIsReportedAsTrouble() {
    rig.proxmox().fail(new IllegalStateException("a defect"));
    rig.advance(MINUTE);
    assertInternal("IllegalStateException");

    rig.proxmox().recover();
    rig.advance(MINUTE);
    assertEquals(Optional.empty(), rig.monitor().snapshot().trouble());
  }

  @Test
  void anErrorOfTheJvmIsReportedAsTrouble() {
    for (Error error : List.of(new StackOverflowError(), new NoClassDefFoundError("x"))) {
      rig.proxmox().breakDown(error);
      rig.advance(MINUTE);
      assertInternal(error.getClass().getSimpleName());
      rig.proxmox().recover();
      rig.advance(MINUTE);
      assertEquals(Optional.empty(), rig.monitor().snapshot().trouble());
    }
  }

  @Test
  void aDefectIsLoggedOnce() {
    rig.proxmox().fail(new IllegalStateException("a defect"));
    rig.advance(MINUTE.multipliedBy(60));
    assertEquals(
        List.of("SEVERE The agent itself failed while it read Proxmox. It keeps polling."), lines);
  }

  @Test
  void anObserverThatFailsDoesNotStopThePolling() {
    rig.events()
        .setListener(
            site -> {
              throw new IllegalStateException("observer failed");
            });
    rig.proxmox().put(FakeProxmox.vm(102, "pve", "new"));
    rig.advance(MINUTE);
    rig.proxmox().put(FakeProxmox.vm(103, "pve", "newer"));
    rig.advance(MINUTE);
    assertEquals(4, rig.monitor().snapshot().inventory().vms().size());
    assertEquals(Optional.empty(), rig.monitor().snapshot().trouble());
  }

  @Test
  void anOutageOfAnHourIsTwoLogLines() {
    rig.proxmox().fail(new PveUnavailable("No route to host.", PveUnavailable.Delivery.UNCERTAIN));
    rig.advance(MINUTE.multipliedBy(60));
    assertEquals(
        List.of("WARNING Proxmox does not answer. No route to host. The agent keeps polling."),
        lines);

    rig.proxmox().recover();
    rig.advance(MINUTE);
    assertEquals(2, lines.size());
    assertEquals("INFO Proxmox answers again, 1 h 0 min after it stopped.", lines.get(1));
  }

  @Test
  void eachReasonIsLoggedOnce() {
    PveRefused refused =
        new PveRefused(PveRefused.Reason.TOKEN, "Proxmox says 401.", "401", Map.of());
    for (int minute = 0; minute < 60; minute += 3) {
      rig.proxmox().fail(new PveUnavailable("Gone.", PveUnavailable.Delivery.UNCERTAIN));
      rig.advance(MINUTE);
      rig.proxmox().fail(refused);
      rig.advance(MINUTE);
      rig.proxmox().fail(new PveProtocolError("HTML."));
      rig.advance(MINUTE);
    }
    assertEquals(
        List.of(
            "WARNING Proxmox does not answer. Gone. The agent keeps polling.",
            "WARNING Proxmox refuses the API token. Proxmox says 401. The agent keeps polling.",
            "WARNING The agent does not understand Proxmox's answer. HTML. The agent keeps polling."),
        lines);
  }

  @Test
  void anHourWithoutANodeIsTwoLogLines() {
    rig.proxmox().noAnswer("attic");
    rig.advance(MINUTE.multipliedBy(60));
    rig.proxmox().wake();
    rig.advance(MINUTE.multipliedBy(2));

    assertEquals(2, lines.size(), lines.toString());
    assertEquals("WARNING Node attic does not answer. No route to host", lines.get(0));
    assertTrue(lines.get(1).startsWith("INFO Node attic answers again, 1 h "), lines.get(1));
  }

  private void assertInternal(String failure) {
    Trouble trouble = rig.monitor().snapshot().trouble().orElseThrow();
    assertEquals(Trouble.Kind.INTERNAL, trouble.kind());
    assertTrue(trouble.message().contains(failure), trouble.message());
    assertTrue(trouble.message().contains("its log says where"), trouble.message());
    assertFalse(rig.monitor().snapshot().inventory().vms().isEmpty());
  }
}
