package io.github.riskyproxmox.proxmox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.pve.AgentReport;
import io.github.riskyproxmox.domain.pve.PveRefused;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.pve.PveUnavailable.Delivery;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.proxmox.http.Limits;
import io.github.riskyproxmox.simulator.Fault;
import io.github.riskyproxmox.simulator.SimScenario;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The guest agent as the gateway asks it (pve-api.md §11). */
class GuestAgentContractTest extends OnSimulator {
  private static final String SCENARIO =
      """
      {"nodes": [{"name": "pve1"}],
       "vms": [{"vmid": 101, "name": "quick", "state": "running", "hostpci": ["0000:01:00.0"],
                "options": {"agent": "1"}, "guest": {"agent": {"suspend": 3}}},
               {"vmid": 102, "name": "slow", "state": "running", "options": {"agent": "1"},
                "guest": {"agent": {"suspend": 20}}},
               {"vmid": 103, "name": "without", "state": "running"},
               {"vmid": 104, "name": "silent", "state": "running", "options": {"agent": "1"}},
               {"vmid": 105, "name": "off", "options": {"agent": "1"}, "guest": {"agent": {}}},
               {"vmid": 107, "name": "unable", "state": "running", "options": {"agent": "1"},
                "guest": {"agent": {"refusal":
                    "the requested suspend mode is not supported by the guest"}}},
               {"vmid": 108, "name": "forbidden", "state": "running", "options": {"agent": "1"},
                "guest": {"agent": {"disabled": ["guest-suspend-disk"]}}}]}
      """;

  @BeforeEach
  void useAgents() {
    use(SimScenario.parse(SCENARIO));
    grant("VM.Audit", "VM.PowerMgmt", "VM.GuestAgent.Audit");
  }

  @Test
  void oneThatAnswersSaysWhatItCanDo() {
    AgentReport.Answering all =
        assertInstanceOf(AgentReport.Answering.class, proxmox.agent(vm(101)));
    assertEquals("GET /nodes/pve1/qemu/101/agent/info", lastRequest());
    assertTrue(all.commands().containsAll(Set.of("guest-ping", "guest-suspend-disk")));
    assertTrue(all.suspendsToDisk());
    AgentReport some = proxmox.agent(vm(108));
    assertInstanceOf(AgentReport.Answering.class, some);
    assertFalse(some.suspendsToDisk());
  }

  @ParameterizedTest
  @CsvSource({
    "103, No QEMU guest agent configured",
    "104, QEMU guest agent is not running",
    "105, VM 105 is not running"
  })
  void oneThatDoesNotAnswerIsReportedInProxmoxsWordsAndSuspendsNothing(int vmid, String words) {
    AgentReport report = proxmox.agent(vm(vmid));
    assertEquals(new AgentReport.Silent(words), report);
    assertFalse(report.suspendsToDisk());

    PveRefused refused = assertThrows(PveRefused.class, () -> proxmox.suspendDisk(vm(vmid)));
    assertEquals(PveRefused.Reason.HANDLER, refused.reason());
    assertEquals(words, refused.words());
  }

  @Test
  void anErrorOfTheAgentItselfIsNoAnswer() {
    answerTo(
        "GET", "{\"result\":{\"error\":{\"class\":\"GenericError\",\"desc\":\"not now\\n\"}}}");
    assertEquals(new AgentReport.Silent("not now"), proxmox.agent(vm(101)));
  }

  @Test
  void withoutThePrivilegeItIsRefused() {
    grant("VM.Audit", "VM.PowerMgmt");
    PveRefused refused = assertThrows(PveRefused.class, () -> proxmox.agent(vm(101)));
    assertEquals(PveRefused.Reason.PERMISSION, refused.reason());
    assertEquals(
        "Permission check failed (/vms/101, VM.GuestAgent.Audit|VM.GuestAgent.Unrestricted)",
        refused.words());
    grant("VM.Audit", "VM.GuestAgent.Audit");
    assertEquals(
        PveRefused.Reason.PERMISSION,
        assertThrows(PveRefused.class, () -> proxmox.suspendDisk(vm(101))).reason());
  }

  @Test
  void theGuestFallsAsleepBeforeTheAgentCanAnswer() {
    proxmox.suspendDisk(vm(101));
    assertEquals("POST /nodes/pve1/qemu/101/agent/suspend-disk", lastRequest());
    seconds(4);
    assertEquals(PowerState.STOPPED, power(101));

    proxmox.suspendDisk(vm(102));
    seconds(19);
    assertEquals(PowerState.RUNNING, power(102));
    seconds(2);
    assertEquals(PowerState.STOPPED, power(102));
    assertEquals(Optional.empty(), proxmox.status(vm(102)).orElseThrow().lock());
    assertEquals(List.of(), proxmox.tasks(vm(102)));
  }

  @ParameterizedTest
  @CsvSource({
    "107, the requested suspend mode is not supported by the guest",
    "108, Command guest-suspend-disk has been disabled"
  })
  void aRefusalOfTheAgentIsARefusalInItsWords(int vmid, String words) {
    PveRefused refused = assertThrows(PveRefused.class, () -> proxmox.suspendDisk(vm(vmid)));
    assertEquals(PveRefused.Reason.HANDLER, refused.reason());
    assertEquals(words, refused.words());
    assertTrue(refused.getMessage().contains("guest agent says: " + words), refused.getMessage());
  }

  @Test
  void aRefusalWithoutAWordIsARefusalToo() {
    answerTo("POST", "{\"result\":{\"error\":{\"class\":\"GenericError\"}}}");
    assertFalse(
        assertThrows(PveRefused.class, () -> proxmox.suspendDisk(vm(101))).words().isEmpty());
  }

  @Test
  void anotherFailureOfTheCommandIsARefusal() {
    String words = "VM 101 qga command 'guest-suspend-disk' failed - unable to connect to socket";
    server.faults().on("POST", ".*").inject(Fault.refusal(500, words));
    assertEquals(words, assertThrows(PveRefused.class, () -> proxmox.suspendDisk(vm(101))).words());
  }

  @Test
  void itIsNotSentTwiceAndALostAnswerLeavesOpenWhatArrived() {
    Limits hasty =
        new Limits(Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofMillis(900), 1 << 20);
    PveGateway gateway = gateway(hasty);
    for (Fault fault : List.of(Fault.resetBefore(), Fault.resetAfter(), Fault.silentAfter())) {
      server.faults().clear();
      server.faults().on("POST", ".*").always().inject(fault);
      long before = count("POST .*");
      PveUnavailable lost =
          assertThrows(PveUnavailable.class, () -> gateway.suspendDisk(vm(102)), fault + "");
      assertEquals(Delivery.UNCERTAIN, lost.delivery(), fault.toString());
      assertEquals(before + 1, count("POST .*"), fault.toString());
    }
    server.faults().clear();
    server.faults().outage(Duration.ofSeconds(5));
    assertEquals(
        Delivery.NOT_DELIVERED,
        assertThrows(PveUnavailable.class, () -> gateway.suspendDisk(vm(102))).delivery());
    assertThrows(PveUnavailable.class, () -> gateway.agent(vm(102)));
  }

  /** Proxmox pings the agent for up to 3 s and then waits 5 s for the command. */
  @Test
  void theLimitsOfARequestAllowForWhatTheAgentTakes() {
    assertTrue(Limits.STANDARD.noAnswer().compareTo(Duration.ofSeconds(3 + 5)) > 0);
  }

  private PowerState power(int vmid) {
    return proxmox.status(vm(vmid)).orElseThrow().power();
  }

  private void answerTo(String method, String data) {
    server
        .faults()
        .on(method, ".*/agent/.*")
        .inject(
            Fault.answer(200, "OK", "application/json;charset=UTF-8", "{\"data\":" + data + "}"));
  }

  private void grant(String... privileges) {
    for (String subject : new String[] {"launcher@pve", "launcher@pve!agent"}) {
      server.cluster().access().grant(subject, "/vms", Set.of(privileges));
    }
  }
}
