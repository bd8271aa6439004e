package io.github.riskyproxmox.proxmox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.riskyproxmox.domain.pve.PveRefused;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.pve.VmConfig;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConfigBatchTest {
  private Instant now = Instant.EPOCH;
  private final List<VmRef> asked = new ArrayList<>();

  @Test
  void aSlowProxmoxIsNotWaitedForBeyondARound() {
    ConfigBatch round =
        round(
            vm -> {
              now = now.plusSeconds(8);
              return Optional.of(config("notes of " + vm.id()));
            });

    Map<VmRef, Optional<VmConfig>> read = round.read(vms(6));

    assertEquals(3, read.size());
    assertEquals(Optional.of(config("notes of 100")), read.get(vms(1).get(0)));
  }

  @Test
  void aNodeThatFallsSilentIsAskedOnlyOnceARound() {
    ConfigBatch round =
        round(
            vm -> {
              throw new PveUnavailable("away", PveUnavailable.Delivery.NOT_DELIVERED);
            });

    assertEquals(Map.of(), round.read(vms(10)));
    assertEquals(1, asked.size());
  }

  @Test
  void aConfigurationThatMayNotBeReadIsEmpty() {
    ConfigBatch round =
        round(
            vm -> {
              throw new PveRefused(PveRefused.Reason.PERMISSION, "No.", "no", Map.of());
            });

    assertEquals(Map.of(vms(1).get(0), Optional.empty()), round.read(vms(1)));
  }

  @Test
  void aVmThatIsGoneWasNotRead() {
    ConfigBatch round = round(vm -> Optional.empty());

    assertEquals(Map.of(), round.read(vms(2)));
    assertEquals(2, asked.size());
  }

  /** Works on the calling thread alone. */
  private ConfigBatch round(Function<VmRef, Optional<VmConfig>> source) {
    return new ConfigBatch(
        vm -> {
          asked.add(vm);
          return source.apply(vm);
        },
        task -> {},
        () -> now);
  }

  private static VmConfig config(String notes) {
    return new VmConfig(Optional.of(notes), new TreeSet<>(), 1024, 1);
  }

  private static List<VmRef> vms(int count) {
    return IntStream.range(100, 100 + count)
        .mapToObj(vmid -> new VmRef(new NodeName("pve"), new VmId(vmid)))
        .toList();
  }
}
