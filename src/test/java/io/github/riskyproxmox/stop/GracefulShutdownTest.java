package io.github.riskyproxmox.stop;

import static io.github.riskyproxmox.message.Messages.text;
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

class GracefulShutdownTest extends StopStrategyContract {
  @Override
  StopStrategy strategy() {
    return new GracefulShutdown();
  }

  @ParameterizedTest
  @EnumSource(
      value = PowerState.class,
      names = {"PAUSED", "ASLEEP"})
  void aHaltedGuestCanBeShutDownAfterItIsResumed(PowerState power) {
    assertInstanceOf(
        Availability.Available.class,
        strategy().availability(subject(power, Optional.empty(), false)));
    assertTrue(strategy().needsRunningGuest());
  }

  @ParameterizedTest
  @EnumSource(
      value = PowerState.class,
      names = {"CRASHED", "POWERED_OFF"})
  void whoDoesNotHearItIsNotAskedAndSaysWhatElseToDo(PowerState power) {
    Availability.Unavailable no =
        assertInstanceOf(
            Availability.Unavailable.class,
            strategy().availability(subject(power, Optional.empty(), false)));
    assertTrue(text(no.message()).contains(text(power.message(""))), text(no.message()));
    assertTrue(text(no.message()).contains("Terminate it"), text(no.message()));
  }

  @Test
  void ofWhatIsLockedTheLockIsToldFirst() {
    Availability.Unavailable no =
        assertInstanceOf(
            Availability.Unavailable.class,
            strategy().availability(subject(PowerState.POWERED_OFF, Optional.of("backup"), false)));
    assertTrue(text(no.message()).contains("being backed up"), text(no.message()));
  }

  @Test
  void aContainerIsShutDownToo() {
    assertInstanceOf(Availability.Available.class, strategy().availability(container()));
    assertEquals(new TaskOutcome.Succeeded(0), stops(container(), "{\"shutdown\":4}"));
  }

  /** Its task ends only after twice the timeout (pve-api.md §12). */
  @Test
  void aContainerThatIgnoresItIsWaitedForUntilItsTaskEnds() {
    assertEquals(
        new TaskOutcome.Failed("container did not stop"),
        stops(container(), "{\"ignoresAcpi\":true}"));
  }

  @Test
  void terminateMayOvertakeIt() {
    assertTrue(strategy().canBeOvertaken());
  }
}
