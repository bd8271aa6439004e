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
import io.github.riskyproxmox.domain.pve.TaskOutcome;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.pve.VmConfig;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.stop.Availability;
import io.github.riskyproxmox.domain.stop.StopStrategy;
import io.github.riskyproxmox.domain.stop.StopSubject;
import io.github.riskyproxmox.domain.vm.GuestType;
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

  /** A task ends a moment after the guest; the agent waits longer than this for it. */
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(2);

  static final VmRef PLAIN = new VmRef(new NodeName("pve"), new VmId(101));
  private static final VmRef CONTAINER = new VmRef(PLAIN.node(), PLAIN.id(), GuestType.LXC);

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
        text(no.message()).contains("being backed up") && text(no.message()).contains("windows"),
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
    assertEquals(
        new TaskOutcome.Succeeded(0),
        stops(subject(PowerState.RUNNING, Optional.empty(), false), "{\"shutdown\":4}"));
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

  /**
   * Stops that guest of the simulator by a task whose type it names, and returns how the task has
   * ended when the allowed time is over. After a success the guest is in the state it leads to.
   */
  final TaskOutcome stops(StopSubject subject, String behaviour) {
    VmRef ref = subject.vm().ref();
    ManualSimClock clock = SimClock.manual();
    SimScenario scenario =
        SimScenario.parse(
            """
            {"nodes": [{"name": "pve"}],
             "vms": [{"vmid": 101, "type": "%s", "name": "windows", "state": "running",
                      "guest": %s}]}
            """
                .formatted(ref.type().pathWord(), behaviour));
    try (SimServer server = SimServer.start(scenario, clock, 0)) {
      Proxmox proxmox = gateway(server, clock);
      Upid task = strategy().send(proxmox, ref, TIMEOUT).orElseThrow();
      assertTrue(strategy().taskTypes().contains(task.type()), task.type());
      assertFalse(strategy().reached(proxmox.status(ref).orElseThrow()));
      clock.advance(strategy().allowed(subject, TIMEOUT).plus(ENDS_WITHIN));
      TaskOutcome outcome = proxmox.task(task).outcome();
      assertEquals(
          outcome instanceof TaskOutcome.Succeeded,
          strategy().reached(proxmox.status(ref).orElseThrow()));
      return outcome;
    }
  }

  /** A running container without a lock. */
  static StopSubject container() {
    return subject(CONTAINER, PowerState.RUNNING, Optional.empty(), false);
  }

  static StopSubject subject(
      PowerState power, Optional<String> lock, boolean ha, String... devices) {
    return subject(PLAIN, power, lock, ha, devices);
  }

  private static StopSubject subject(
      VmRef ref, PowerState power, Optional<String> lock, boolean ha, String... devices) {
    Vm vm =
        new Vm(
            ref,
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
