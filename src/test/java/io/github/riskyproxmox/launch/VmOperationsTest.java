package io.github.riskyproxmox.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.pve.VmConfig;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.stop.StopSubject;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Tags;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import io.github.riskyproxmox.monitor.FakeProxmox;
import io.github.riskyproxmox.stop.Hibernate;
import io.github.riskyproxmox.stop.Terminate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long an operation may take, and the strategies that can send it. */
class VmOperationsTest {
  @ParameterizedTest(name = "{0} GiB, device {1}, {2} network cards, {3}: {4} s")
  @CsvSource({
    "1, none, 0, STOPPED, 300",
    "30, none, 1, STOPPED, 305",
    "30, hostpci0, 1, STOPPED, 305",
    "1, none, 3, HIBERNATED, 315",
    "400, none, 0, STOPPED, 400",
    "100, hostpci0, 0, STOPPED, 400",
    "100, virtiofs0, 0, STOPPED, 300",
    "400, hostpci0, 2, HIBERNATED, 1610"
  })
  void aStartIsNeverGivenLessTimeThanProxmoxGivesIt(
      long gib, String device, int networkCards, PowerState power, int seconds) {
    Set<String> devices = device.equals("none") ? Set.of() : Set.of(device);
    VmConfig config =
        new VmConfig(Optional.empty(), new TreeSet<>(devices), gib * 1024, networkCards);
    Vm vm =
        new Vm(
            new VmRef(new NodeName("pve"), new VmId(102)),
            "linux",
            power,
            Optional.empty(),
            Tags.NONE,
            Optional.empty(),
            false,
            Duration.ZERO,
            2,
            gib << 30);
    StopSubject target = new StopSubject(vm, new VmStatus(power, Optional.empty(), false), config);
    VmOperations operations =
        new VmOperations(
            new FakeProxmox(),
            new StopStrategies(List.of(new Terminate())),
            Duration.ofSeconds(180),
            () -> Instant.EPOCH);
    assertEquals(Duration.ofSeconds(seconds), operations.start(target).allowed());
  }

  @Test
  void twoStrategiesOfOneNameAreRefused() {
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class,
            () -> new StopStrategies(List.of(new Terminate(), new Hibernate(), new Terminate())));
    assertTrue(refused.getMessage().contains("\"terminate\""), refused.getMessage());
  }
}
