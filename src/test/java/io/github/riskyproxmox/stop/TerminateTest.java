package io.github.riskyproxmox.stop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.pve.TaskOutcome;
import io.github.riskyproxmox.domain.stop.Availability;
import io.github.riskyproxmox.domain.stop.StopStrategy;
import io.github.riskyproxmox.domain.vm.PowerState;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TerminateTest extends StopStrategyContract {
  @Override
  StopStrategy strategy() {
    return new Terminate();
  }

  @Test
  void aPausedVmCanBeTerminated() {
    assertInstanceOf(
        Availability.Available.class,
        strategy().availability(subject(PowerState.PAUSED, Optional.empty(), false)));
  }

  @ParameterizedTest
  @EnumSource(
      value = PowerState.class,
      names = {"ASLEEP", "CRASHED", "POWERED_OFF"})
  void soCanWhateverElseHoldsItsResources(PowerState power) {
    assertInstanceOf(
        Availability.Available.class,
        strategy().availability(subject(power, Optional.empty(), false)));
  }

  @Test
  void aContainerIsTerminatedToo() {
    assertInstanceOf(Availability.Available.class, strategy().availability(container()));
    assertEquals(new TaskOutcome.Succeeded(0), stops(container(), "{\"ignoresAcpi\":true}"));
  }

  @Test
  void itWarnsThatUnsavedWorkIsLost() {
    assertTrue(strategy().destructive());
  }
}
