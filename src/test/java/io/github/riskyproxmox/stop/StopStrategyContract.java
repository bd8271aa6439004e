package io.github.riskyproxmox.stop;

import static io.github.riskyproxmox.message.Messages.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.Task;
import io.github.riskyproxmox.domain.pve.TaskOutcome;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.pve.VmConfig;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.stop.Availability;
import io.github.riskyproxmox.domain.stop.StopStrategy;
import io.github.riskyproxmox.domain.stop.StopSubject;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Tags;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import io.github.riskyproxmox.proxmox.PveGateway;
import io.github.riskyproxmox.simulator.ManualSimClock;
import io.github.riskyproxmox.simulator.SimClock;
import io.github.riskyproxmox.simulator.SimScenario;
import io.github.riskyproxmox.simulator.SimServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What holds for every stop action; one subclass each. */
abstract class StopStrategyContract {
  static final Duration TIMEOUT = Duration.ofSeconds(180);
  static final VmRef PLAIN = new VmRef(new NodeName("pve"), new VmId(101));

  abstract StopStrategy strategy();

  @Test
  void isAvailableForAPlainRunningVm() {
    assertInstanceOf(
        Availability.Available.class,
        strategy().availability(subject(PowerState.RUNNING, Optional.empty(), false)));
  }

  @Test
  void isNotOfferedForALockedVmAndSaysWhichLock() {
    Availability.Unavailable no =
        assertInstanceOf(
            Availability.Unavailable.class,
            strategy().availability(subject(PowerState.RUNNING, Optional.of("backup"), false)));
    assertTrue(
        text(no.message()).contains("backup") && text(no.message()).contains("windows"),
        text(no.message()));
  }

  @Test
  void aFailedHaManagerForbidsItAndSaysWhoMustDoWhat() {
    StopSubject plain = subject(PowerState.RUNNING, Optional.empty(), true);
    VmStatus failed =
        new VmStatus(
            PowerState.RUNNING,
            "running",
            Optional.empty(),
            true,
            Optional.of("error"),
            Duration.ofDays(1));
    Availability.Unavailable no =
        assertInstanceOf(
            Availability.Unavailable.class,
            strategy().availability(new StopSubject(plain.vm(), failed, plain.config())));
    assertTrue(text(no.message()).contains("HA"), text(no.message()));
  }

  @Test
  void aLeftOverHibernationLockNamesTheCommandThatClearsIt() {
    Availability.Unavailable no =
        assertInstanceOf(
            Availability.Unavailable.class,
            strategy().availability(subject(PowerState.RUNNING, Optional.of("suspending"), false)));
    assertTrue(text(no.message()).contains("qm unlock 101"), text(no.message()));
  }

  @Test
  void stopsAVmByATaskOfAKnownType() {
    ManualSimClock clock = SimClock.manual();
    SimScenario scenario =
        SimScenario.parse(
            "{\"nodes\":[{\"name\":\"pve\"}],\"vms\":[{\"vmid\":101,\"name\":\"windows\","
                + "\"state\":\"running\",\"guest\":{\"shutdown\":4}}]}");
    try (SimServer server = SimServer.start(scenario, clock, 0)) {
      Proxmox proxmox = gateway(server, clock);
      Upid task = strategy().send(proxmox, PLAIN, TIMEOUT).orElseThrow();
      assertTrue(strategy().taskTypes().contains(task.type()), task.type());
      assertFalse(strategy().reached(proxmox.status(PLAIN).orElseThrow()));
      clock.advance(
          strategy().allowed(subject(PowerState.RUNNING, Optional.empty(), false), TIMEOUT));
      assertEquals(new Task(task, new TaskOutcome.Succeeded(0)), proxmox.task(task));
      assertTrue(strategy().reached(proxmox.status(PLAIN).orElseThrow()));
    }
  }

  @Test
  void aRunningVmIsNeverWhatItLeadsTo() {
    assertFalse(strategy().reached(new VmStatus(PowerState.RUNNING, Optional.empty(), false)));
    assertFalse(strategy().reached(new VmStatus(PowerState.PAUSED, Optional.empty(), false)));
  }

  @Test
  void itHasItsOwnTexts() {
    String id = strategy().action().id();
    String step = text(Message.of(MessageKey.STOP_ASKED, id, "windows"));
    assertTrue(step.contains("windows"), step);
    assertFalse(step.contains("(" + id + ")"), step);
    String asked = text(Message.of(MessageKey.ASKED, id));
    assertFalse(asked.contains("(" + id + ")"), asked);
  }

  static StopSubject subject(
      PowerState power, Optional<String> lock, boolean ha, String... devices) {
    Vm vm =
        new Vm(
            PLAIN,
            "windows",
            power,
            lock,
            Tags.NONE,
            Optional.empty(),
            false,
            Duration.ofHours(1),
            4,
            1L << 32);
    VmConfig config = new VmConfig(Optional.empty(), new TreeSet<>(List.of(devices)), 4096, 1);
    return new StopSubject(vm, new VmStatus(power, lock, ha), config);
  }

  private static Proxmox gateway(SimServer server, ManualSimClock clock) {
    Settings settings =
        Settings.from(
            Map.of(
                "PVE_HOST", "127.0.0.1:" + server.port(),
                "PVE_TOKEN_ID", server.tokenId(),
                "PVE_TOKEN_SECRET", server.tokenSecret(),
                "PVE_FINGERPRINT", server.fingerprint()));
    return new PveGateway(settings, Runnable::run, clock::now);
  }
}
