package io.github.riskyproxmox.stop;

import static io.github.riskyproxmox.message.Messages.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.pve.AgentReport;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.stop.StopSubject;
import io.github.riskyproxmox.domain.vm.PowerState;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** It has no task, so {@link StopStrategyContract} does not fit; SavedByGuestTest runs it. */
class GuestHibernationTest {
  private static final String CANNOT =
      "Not available: windows uses a passed-through device (hostpci0). It can't save itself either";

  private final GuestHibernation strategy = new GuestHibernation();

  @Test
  void itIsTheHibernationOfVmsWithAPassedThroughDevice() {
    assertEquals(StopAction.HIBERNATE, strategy.action());
    assertTrue(strategy.isFor(subject(PowerState.RUNNING, false, Optional.empty())));
    assertFalse(
        strategy.isFor(StopStrategyContract.subject(PowerState.RUNNING, Optional.empty(), false)));
  }

  @Test
  void itNeedsAnAgentThatCanDoIt() {
    assertEquals("", obstacle(answering("guest-ping", "guest-suspend-disk")));
    assertEquals(
        CANNOT + ": its guest agent does not offer that.", obstacle(answering("guest-ping")));
    assertEquals(
        CANNOT + ": its guest agent can't be asked (QEMU guest agent is not running).",
        obstacle(Optional.of(new AgentReport.Silent("QEMU guest agent is not running"))));
  }

  @Test
  void oneThatDoesNotRunIsNotAsked() {
    assertEquals(
        CANNOT + ", because it is asleep.",
        obstacle(subject(PowerState.ASLEEP, false, Optional.empty())));
  }

  /** HA starts a guest again that powers off by itself (pve-api.md §11). */
  @Test
  void itIsNotForVmsOfTheHaManager() {
    assertEquals(
        "Not available: Proxmox can't hibernate windows, because HA manages it.",
        obstacle(subject(PowerState.RUNNING, true, answering("guest-suspend-disk"))));
  }

  @Test
  void aLockForbidsItToo() {
    StopSubject locked =
        StopStrategyContract.subject(PowerState.RUNNING, Optional.of("backup"), false, "hostpci0");
    assertTrue(obstacle(locked).contains("being backed up"), obstacle(locked));
  }

  @Test
  void itLeadsToAVmThatIsOff() {
    assertTrue(strategy.reached(new VmStatus(PowerState.STOPPED, Optional.empty(), false)));
    assertFalse(strategy.reached(new VmStatus(PowerState.RUNNING, Optional.empty(), false)));
    assertFalse(strategy.reached(new VmStatus(PowerState.PAUSED, Optional.empty(), false)));
  }

  private static Optional<AgentReport> answering(String... commands) {
    return Optional.of(new AgentReport.Answering(Set.of(commands)));
  }

  private static StopSubject subject(PowerState power, boolean ha, Optional<AgentReport> agent) {
    StopSubject plain = StopStrategyContract.subject(power, Optional.empty(), ha, "hostpci0");
    return new StopSubject(plain.vm(), plain.status(), plain.config(), agent);
  }

  private String obstacle(Optional<AgentReport> agent) {
    return obstacle(subject(PowerState.RUNNING, false, agent));
  }

  private String obstacle(StopSubject subject) {
    return strategy.availability(subject).reason().map(reason -> text(reason)).orElse("");
  }
}
