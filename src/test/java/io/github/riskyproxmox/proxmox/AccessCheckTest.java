package io.github.riskyproxmox.proxmox;

import static io.github.riskyproxmox.message.Messages.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.pve.Access;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.simulator.SimScenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessCheckTest extends OnSimulator {
  private final List<Boolean> told = new ArrayList<>();

  @Test
  void theLeastPrivilegesTheAgentNeedsAreEnough() {
    PveAccessCheck check = check();
    assertEquals(Optional.empty(), check.latest());

    Access access = check.check();

    assertEquals("9.2.11", access.version());
    assertEquals(List.of(), access.shortcomings());
    assertEquals(Optional.of(access), check.latest());
  }

  @Test
  void aTokenThatNothingWasGrantedToSeesNothingAndTheFootgunIsExplained() {
    use(scenario("\"/vms\": [\"VM.Audit\", \"VM.PowerMgmt\"]", ""));

    Access access = check().check();

    assertFalse(access.canSee());
    assertEquals(1, access.shortcomings().size());
    assertTrue(
        text(access.shortcomings().get(0)).contains("both"), access.shortcomings().toString());
    assertEquals(0, proxmox.inventory().vms().size());
  }

  @Test
  void aTokenThatMayOnlyLookIsToldApart() {
    use(scenario("\"/vms\": [\"VM.Audit\"]", "\"/vms\": [\"VM.Audit\"]"));

    Access access = check().check();

    assertTrue(access.canSee());
    assertFalse(access.canSwitch());
    assertTrue(text(access.shortcomings().get(0)).contains("VM.PowerMgmt"));
  }

  @Test
  void withoutSpaceForTheMemoryNothingCanBeHibernated() {
    String grants = "\"/vms/100\": [\"VM.Audit\", \"VM.PowerMgmt\", \"VM.Config.Disk\"]";
    use(scenario(grants, grants));

    Access access = check().check();

    assertTrue(access.canSwitch());
    assertEquals(1, access.shortcomings().size());
    assertTrue(text(access.shortcomings().get(0)).contains("Datastore.AllocateSpace"));
  }

  @Test
  void aProxmoxThatIsAwayStopsNothingAndIsAskedAgain() {
    server.faults().outage(Duration.ofMinutes(1));
    PveAccessCheck check = check();

    check.checkIfDue();
    assertEquals(Optional.empty(), check.latest());
    assertThrows(PveUnavailable.class, check::check);

    clock.advance(Duration.ofMinutes(1));
    check.checkIfDue();
    assertTrue(check.latest().isPresent());
  }

  @Test
  void itIsAskedOftenWhileNothingCanBeLaunchedAndSeldomElse() {
    PveAccessCheck enough = check();
    enough.checkIfDue();
    clock.advance(Duration.ofMinutes(4));
    enough.checkIfDue();
    enough.lookAnew();
    assertEquals(1, count("GET /access/permissions"));
    clock.advance(Duration.ofMinutes(1));
    enough.checkIfDue();
    assertEquals(2, count("GET /access/permissions"));
    assertEquals(1, count("GET /version"));

    use(scenario("\"/vms\": [\"VM.Audit\"]", "\"/vms\": [\"VM.Audit\"]"));
    PveAccessCheck missing = check();
    missing.checkIfDue();
    clock.advance(Duration.ofSeconds(29));
    missing.checkIfDue();
    assertEquals(1, count("GET /access/permissions"));
    clock.advance(Duration.ofSeconds(1));
    missing.checkIfDue();
    assertEquals(2, count("GET /access/permissions"));
  }

  @Test
  void whoeverLooksAnewNeedNotWaitForIt() {
    use(scenario("\"/vms\": [\"VM.Audit\"]", "\"/vms\": [\"VM.Audit\"]"));
    PveAccessCheck check = check();
    check.checkIfDue();
    clock.advance(Duration.ofSeconds(4));
    check.lookAnew();
    assertEquals(1, count("GET /access/permissions"));
    clock.advance(Duration.ofSeconds(1));
    check.lookAnew();
    assertEquals(2, count("GET /access/permissions"));
  }

  @Test
  void whatIsGrantedOrRevokedIsTold() {
    use(scenario("\"/vms\": [\"VM.Audit\", \"VM.PowerMgmt\"]", "\"/vms\": [\"VM.Audit\"]"));
    PveAccessCheck check = check();
    check.checkIfDue();
    assertEquals(List.of(false), told);

    clock.advance(Duration.ofSeconds(30));
    check.checkIfDue();
    assertEquals(List.of(false), told);

    server
        .cluster()
        .access()
        .grant("launcher@pve!agent", "/vms", Set.of("VM.Audit", "VM.PowerMgmt"));
    clock.advance(Duration.ofSeconds(30));
    check.checkIfDue();
    assertEquals(List.of(false, true), told);

    server.cluster().access().grant("launcher@pve!agent", "/vms", Set.of("VM.Audit"));
    clock.advance(Duration.ofMinutes(5));
    check.checkIfDue();
    assertEquals(List.of(false, true, false), told);
  }

  /** Works on the calling thread. */
  private PveAccessCheck check() {
    return new PveAccessCheck(
        Gateways.client(settings()),
        Runnable::run,
        clock::now,
        access -> told.add(access.canSwitch()));
  }

  private static SimScenario scenario(String userGrants, String tokenGrants) {
    return SimScenario.parse(
        """
        {"users": [{"id": "launcher@pve", "grants": {%s}}],
         "tokens": [{"id": "launcher@pve!agent", "privsep": true, "grants": {%s}}],
         "nodes": [{"name": "pve1"}],
         "vms": [{"vmid": 100}]}
        """
            .formatted(userGrants, tokenGrants));
  }
}
