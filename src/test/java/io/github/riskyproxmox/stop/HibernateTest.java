package io.github.riskyproxmox.stop;

import static io.github.riskyproxmox.message.Messages.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.stop.Availability;
import io.github.riskyproxmox.domain.stop.StopStrategy;
import io.github.riskyproxmox.domain.stop.StopSubject;
import io.github.riskyproxmox.domain.vm.PowerState;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HibernateTest extends StopStrategyContract {
  @Override
  StopStrategy strategy() {
    return new Hibernate();
  }

  @Test
  void aSharedDirectoryWhoseStateCannotBeSavedIsNamed() {
    Availability.Unavailable no =
        assertInstanceOf(
            Availability.Unavailable.class,
            strategy()
                .availability(subject(PowerState.RUNNING, Optional.empty(), false, "virtiofs1")));
    assertTrue(text(no.message()).contains("virtiofs1"), text(no.message()));
  }

  @Test
  void aVmWithAPassedThroughDeviceIsLeftToItsGuest() {
    assertFalse(strategy().isFor(subject(PowerState.RUNNING, Optional.empty(), false, "hostpci0")));
    assertTrue(strategy().isFor(subject(PowerState.RUNNING, Optional.empty(), false)));
  }

  @Test
  void whatIsPausedInMemoryCanBeSavedAndNothingElseThatDoesNotRun() {
    assertInstanceOf(
        Availability.Available.class,
        strategy().availability(subject(PowerState.PAUSED, Optional.empty(), false)));
    for (PowerState power :
        new PowerState[] {PowerState.ASLEEP, PowerState.CRASHED, PowerState.POWERED_OFF}) {
      assertInstanceOf(
          Availability.Unavailable.class,
          strategy().availability(subject(power, Optional.empty(), false)),
          power::name);
    }
  }

  @Test
  void whatHasNotBegunHasNothingToSave() {
    StopSubject paused = subject(PowerState.PAUSED, Optional.empty(), false);
    VmStatus prelaunch =
        new VmStatus(
            PowerState.PAUSED,
            "prelaunch",
            Optional.empty(),
            false,
            Optional.empty(),
            Duration.ZERO);
    assertInstanceOf(
        Availability.Unavailable.class,
        strategy().availability(new StopSubject(paused.vm(), prelaunch, paused.config())));
  }

  @Test
  void aContainerCannotBeHibernatedAndSaysSo() {
    Availability.Unavailable no =
        assertInstanceOf(Availability.Unavailable.class, strategy().availability(container()));
    assertEquals(
        "Not available: windows is a container, and containers can't be hibernated.",
        text(no.message()));
  }

  @Test
  void theHaManagerForbidsIt() {
    assertInstanceOf(
        Availability.Unavailable.class,
        strategy().availability(subject(PowerState.RUNNING, Optional.empty(), true)));
  }
}
