package io.github.riskyproxmox.stop;

import static io.github.riskyproxmox.message.Messages.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.pve.AgentReport;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.stop.Availability;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.stop.StopStrategy;
import io.github.riskyproxmox.domain.stop.StopSubject;
import io.github.riskyproxmox.domain.vm.PowerState;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GuestHibernationTest {
  private static final AgentReport CAN = new AgentReport.Answering(Set.of("guest-suspend-disk"));

  private final StopStrategy strategy = new GuestHibernation();

  @Test
  void itImplementsHibernateForVmsWithAPassedThroughDevice() {
    assertEquals(StopAction.HIBERNATE, strategy.action());
    assertTrue(strategy.isFor(subject(PowerState.RUNNING, false, Optional.of(CAN))));
    assertFalse(
        strategy.isFor(StopStrategyContract.subject(PowerState.RUNNING, Optional.empty(), false)));
  }

  @Test
  void itNeedsAnAgentThatAnswersAndHasTheCommand() {
    assertInstanceOf(
        Availability.Available.class,
        strategy.availability(subject(PowerState.RUNNING, false, Optional.of(CAN))));
    assertEquals(
        "windows uses a host device (hostpci0) whose state Proxmox cannot save, and its guest agent"
            + " cannot hibernate the guest.",
        why(PowerState.RUNNING, Optional.of(new AgentReport.Answering(Set.of("guest-ping")))));
    assertEquals(
        "windows uses a host device (hostpci0) whose state Proxmox cannot save, and its guest agent"
            + " cannot be asked to hibernate it (QEMU guest agent is not running).",
        why(
            PowerState.RUNNING,
            Optional.of(new AgentReport.Silent("QEMU guest agent is not running"))));
    assertEquals(
        "windows uses a host device (hostpci0) whose state Proxmox cannot save, and its guest cannot"
            + " save itself because it is asleep.",
        why(PowerState.ASLEEP, Optional.empty()));
  }

  @Test
  void theHaManagerForbidsItBecauseItWouldStartTheVmAgain() {
    assertInstanceOf(
        Availability.Unavailable.class,
        strategy.availability(subject(PowerState.RUNNING, true, Optional.of(CAN))));
  }

  @Test
  void toProxmoxTheVmIsThenStopped() {
    assertTrue(strategy.reached(new VmStatus(PowerState.STOPPED, Optional.empty(), false)));
    assertFalse(strategy.reached(new VmStatus(PowerState.RUNNING, Optional.empty(), false)));
    assertTrue(strategy.taskTypes().isEmpty());
  }

  private String why(PowerState power, Optional<AgentReport> agent) {
    Availability.Unavailable no =
        assertInstanceOf(
            Availability.Unavailable.class, strategy.availability(subject(power, false, agent)));
    return text(no.message());
  }

  private static StopSubject subject(PowerState power, boolean ha, Optional<AgentReport> agent) {
    StopSubject plain = StopStrategyContract.subject(power, Optional.empty(), ha, "hostpci0");
    return new StopSubject(plain.vm(), plain.status(), plain.config(), agent);
  }
}
