package io.github.riskyproxmox.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.riskyproxmox.domain.launch.LastUse;
import io.github.riskyproxmox.domain.launch.LaunchPhase;
import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.VmId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LastUseTest {
  private static final String VMS =
      "{\"vmid\":101,\"name\":\"windows\",\"state\":\"running\",\"guest\":{\"shutdown\":4}},"
          + "{\"vmid\":102,\"name\":\"linux\"},"
          + "{\"vmid\":103,\"name\":\"stubborn\",\"guest\":{\"ignoresAcpi\":true}}";

  @Test
  void itIsTheEndOfTheLastSuccessfulLaunchWithTheMedianOfAll() throws IOException {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      assertEquals(Map.of(), rig.coordinator().uses());
      rig.launch(102, StopAction.SHUTDOWN);
      LaunchReport gentle = rig.last();
      rig.launch(101, StopAction.TERMINATE);
      LaunchReport other = rig.last();
      rig.clock().advance(Duration.ofMinutes(1));
      rig.launch(102, StopAction.TERMINATE);
      LaunchReport quick = rig.last();

      Duration least = Stream.of(taken(gentle), taken(quick)).sorted().findFirst().orElseThrow();
      Map<VmId, LastUse> uses =
          Map.of(
              new VmId(102), new LastUse(quick.endedAt().orElseThrow(), least),
              new VmId(101), new LastUse(other.endedAt().orElseThrow(), taken(other)));
      assertEquals(uses, rig.coordinator().uses());

      rig.restart();
      assertEquals(uses, rig.coordinator().uses());
    }
  }

  @Test
  void aLaunchThatFailedWasNoUse() {
    try (LaunchRig rig = new LaunchRig(VMS)) {
      rig.launch(103, StopAction.TERMINATE);
      rig.launch(102, StopAction.SHUTDOWN);
      assertEquals(LaunchPhase.FAILED, rig.last().phase());

      assertEquals(List.of(new VmId(103)), List.copyOf(rig.coordinator().uses().keySet()));
    }
  }

  private static Duration taken(LaunchReport launch) {
    return Duration.between(launch.startedAt(), launch.endedAt().orElseThrow());
  }
}
