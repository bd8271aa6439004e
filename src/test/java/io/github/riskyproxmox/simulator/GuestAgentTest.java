package io.github.riskyproxmox.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** pve-api.md §11: the calls of a guest agent. */
class GuestAgentTest extends OnTestBed {
  static final String SCENARIO =
      """
      {"nodes": [{"name": "pve1"}],
       "vms": [{"vmid": 101, "name": "quick", "state": "running", "hostpci": ["0000:01:00.0"],
                "options": {"agent": "1"}, "guest": {"agent": {"suspend": 3}}},
               {"vmid": 102, "name": "slow", "state": "running", "options": {"agent": "1"},
                "guest": {"agent": {"suspend": 20}}},
               {"vmid": 103, "name": "without", "state": "running"},
               {"vmid": 104, "name": "silent", "state": "running", "options": {"agent": "1"}},
               {"vmid": 105, "name": "off", "options": {"agent": "1"}, "guest": {"agent": {}}},
               {"vmid": 106, "name": "switched-off", "state": "running",
                "options": {"agent": "0"}, "guest": {"agent": {}}},
               {"vmid": 107, "name": "unable", "state": "running", "options": {"agent": "1"},
                "guest": {"agent": {"refusal":
                    "the requested suspend mode is not supported by the guest"}}},
               {"vmid": 108, "name": "forbidden", "state": "running",
                "options": {"agent": "enabled=1"},
                "guest": {"agent": {"disabled": ["guest-suspend-disk"]}}},
               {"vmid": 109, "name": "restless", "state": "running", "options": {"agent": "1"},
                "guest": {"agent": {"wakes": true}}},
               {"vmid": 110, "name": "paused", "state": "paused", "options": {"agent": "1"},
                "guest": {"agent": {}}},
               {"vmid": 111, "name": "deaf", "state": "running", "options": {"agent": "1"},
                "guest": {"ignoresAcpi": true, "agent": {}}},
               {"vmid": 112, "name": "deaf-too", "state": "running",
                "guest": {"ignoresAcpi": true, "agent": {}}}]}
      """;

  @BeforeEach
  void useAgents() {
    use(SimScenario.parse(SCENARIO));
    grant("VM.Audit", "VM.PowerMgmt", "VM.GuestAgent.Audit");
  }

  @Test
  void infoListsTheCommandsAndWhetherTheyAreEnabled() {
    assertTrue(isEnabled(101, "guest-suspend-disk"));
    assertFalse(isEnabled(108, "guest-suspend-disk"));
    assertEquals(JsonValue.EMPTY_JSON_OBJECT, pve.post(path(101, "ping")).object().get("result"));
  }

  @ParameterizedTest
  @CsvSource({
    "103, No QEMU guest agent configured",
    "105, VM 105 is not running",
    "104, QEMU guest agent is not running",
    "106, QEMU guest agent is not running",
    "110, QEMU guest agent is not running"
  })
  void oneThatIsMissingSaysHow(int vmid, String words) {
    for (PveClient.Answer answer :
        new PveClient.Answer[] {
          pve.get(path(vmid, "info")),
          pve.post(path(vmid, "ping")),
          pve.post(path(vmid, "suspend-disk"))
        }) {
      assertEquals(500, answer.status());
      assertEquals(words + "\n", answer.message());
    }
  }

  @Test
  void aGuestThatIsQuickPowersOffBeforeTheTimeoutAndTheResultIsNull() {
    assertEquals(JsonValue.NULL, pve.post(path(101, "suspend-disk")).object().get("result"));
    assertEquals("running", pve.status(101));
    seconds(4);
    JsonObject stopped = pve.current(101);
    assertEquals("stopped", stopped.getString("status"));
    assertFalse(stopped.containsKey("lock"));
    seconds(2);
    assertFalse(pve.get("/nodes/pve1/qemu/101/config").object().containsKey("vmstate"));
    String start = pve.act(101, "start");
    seconds(3);
    assertEquals("OK", pve.exit(start));
  }

  @Test
  void usuallyTheCallTimesOutAndTheGuestPowersOffLater() {
    PveClient.Answer answer = pve.post(path(102, "suspend-disk"));
    assertEquals(500, answer.status());
    assertEquals(
        "VM 102 qga command 'guest-suspend-disk' failed - got timeout\n", answer.message());
    seconds(19);
    assertEquals("running", pve.status(102));
    seconds(2);
    assertEquals("stopped", pve.status(102));
    assertEquals(0, cluster.tasks().size());
  }

  @Test
  void aRefusalOfTheAgentIsASuccessOfTheCall() {
    JsonObject refused = pve.post(path(107, "suspend-disk")).object().getJsonObject("result");
    assertEquals(
        "the requested suspend mode is not supported by the guest",
        refused.getJsonObject("error").getString("desc"));
    assertEquals(
        "Command guest-suspend-disk has been disabled",
        pve.post(path(108, "suspend-disk"))
            .object()
            .getJsonObject("result")
            .getJsonObject("error")
            .getString("desc"));
    seconds(60);
    assertEquals("running", pve.status(107));
    assertEquals("running", pve.status(108));
  }

  @Test
  void aGuestThatWakesAtOnceRunsOn() {
    assertEquals(500, pve.post(path(109, "suspend-disk")).status());
    seconds(60);
    assertEquals("running", pve.status(109));
  }

  @Test
  void aStartThatOvertakesTheSuspendIsNotEndedByIt() {
    assertEquals(500, pve.post(path(102, "suspend-disk")).status());
    pve.act(102, "stop");
    seconds(3);
    pve.act(102, "start");
    seconds(30);
    assertEquals("running", pve.status(102));
  }

  @Test
  void anAgentThatAnswersIsAskedToShutDownInsteadOfAcpi() {
    String heard = pve.act(111, "shutdown");
    seconds(6);
    assertEquals("OK", pve.exit(heard));
    String unheard = pve.act(112, "shutdown", "timeout=5");
    seconds(8);
    assertEquals("VM quit/powerdown failed - got timeout", pve.exit(unheard));
  }

  @Test
  void whatItNeedsDependsOnTheVersion() {
    grant("VM.Audit", "VM.PowerMgmt");
    assertEquals(
        "Permission check failed (/vms/101, VM.GuestAgent.Audit|VM.GuestAgent.Unrestricted)\n",
        pve.get(path(101, "info")).message());
    assertEquals(200, pve.post(path(107, "suspend-disk")).status());
    grant("VM.Audit", "VM.GuestAgent.Audit");
    assertEquals(200, pve.get(path(101, "info")).status());
    assertEquals(403, pve.post(path(107, "suspend-disk")).status());
    grant("VM.GuestAgent.Unrestricted");
    assertEquals(200, pve.get(path(101, "info")).status());
    assertEquals(200, pve.post(path(107, "suspend-disk")).status());

    use(SimScenario.parse(SCENARIO).withVersion("8.4.1"));
    grant("VM.Audit", "VM.PowerMgmt", "VM.GuestAgent.Unrestricted");
    assertEquals(
        "Permission check failed (/vms/101, VM.Monitor)\n", pve.get(path(101, "info")).message());
    assertEquals(403, pve.post(path(107, "suspend-disk")).status());
    grant("VM.Monitor");
    assertEquals(200, pve.get(path(101, "info")).status());
    assertEquals(200, pve.post(path(107, "suspend-disk")).status());
  }

  private boolean isEnabled(int vmid, String command) {
    return pve
        .get(path(vmid, "info"))
        .object()
        .getJsonObject("result")
        .getJsonArray("supported_commands")
        .getValuesAs(JsonObject.class)
        .stream()
        .filter(one -> one.getString("name").equals(command))
        .findFirst()
        .orElseThrow()
        .getBoolean("enabled");
  }

  private void grant(String... privileges) {
    for (String subject : new String[] {"launcher@pve", "launcher@pve!agent"}) {
      cluster.access().grant(subject, "/vms", Set.of(privileges));
    }
  }

  private static String path(int vmid, String call) {
    return "/nodes/pve1/qemu/" + vmid + "/agent/" + call;
  }
}
