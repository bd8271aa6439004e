package io.github.riskyproxmox.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** pve-api.md §12: how containers differ from VMs. */
class ContainersTest extends OnTestBed {
  private static final String HOME = "/nodes/pve1/lxc";

  @BeforeEach
  void useContainers() {
    use(
        SimScenario.parse(
            """
            {"nodes": [{"name": "pve1"}],
             "vms": [{"vmid": 100, "name": "a-vm", "state": "running"},
                     {"vmid": 201, "type": "lxc", "name": "web", "tags": "home", "notes": "n",
                      "state": "running", "cores": 2, "memoryMiB": 1024,
                      "options": {"dev0": "/dev/dri/renderD128,gid=104",
                                  "lxc.mount.entry": "/dev/dri dev/dri none bind,optional"},
                      "guest": {"shutdown": 4}},
                     {"vmid": 202, "type": "lxc", "name": "stubborn", "state": "running",
                      "guest": {"ignoresAcpi": true}},
                     {"vmid": 203, "type": "lxc", "name": "off"},
                     {"vmid": 204, "type": "lxc", "name": "template", "template": true},
                     {"vmid": 205, "type": "lxc", "name": "managed", "ha": true,
                      "state": "running"}]}
            """));
  }

  @Test
  void theyHaveAListOfTheirOwnWithoutARunState() {
    JsonObject web =
        pve.get(HOME).array().getValuesAs(JsonObject.class).stream()
            .filter(row -> row.getInt("vmid") == 201)
            .findFirst()
            .orElseThrow();
    assertEquals("lxc", web.getString("type"));
    assertEquals("web", web.getString("name"));
    assertEquals("running", web.getString("status"));
    assertEquals("home", web.getString("tags"));
    assertFalse(web.containsKey("qmpstatus"));
    assertEquals(5, pve.get(HOME).array().size());
    assertEquals(1, pve.get("/nodes/pve1/qemu").array().size());
  }

  @Test
  void theirStatusIsUnderTheirOwnPath() {
    JsonObject status = pve.get(HOME + "/201/status/current").object();
    assertEquals("running", status.getString("status"));
    assertEquals(0, status.getJsonObject("ha").getInt("managed"));
    assertFalse(status.containsKey("qmpstatus"));
    assertEquals(
        "Configuration file 'nodes/pve1/lxc/100.conf' does not exist\n",
        pve.get(HOME + "/100/status/current").message());
    assertEquals(
        "Configuration file 'nodes/pve1/qemu-server/201.conf' does not exist\n",
        pve.get("/nodes/pve1/qemu/201/status/current").message());
  }

  @Test
  void theirConfigurationHasAHostnameDevicesAndRawLines() {
    JsonObject config = pve.get(HOME + "/201/config?current=1").object();
    assertEquals("web", config.getString("hostname"));
    assertFalse(config.containsKey("name"));
    assertEquals("n", config.getString("description"));
    assertEquals("/dev/dri/renderD128,gid=104", config.getString("dev0"));
    assertEquals(
        "[[\"lxc.mount.entry\",\"/dev/dri dev/dri none bind,optional\"]]",
        config.getJsonArray("lxc").toString());
    assertFalse(config.containsKey("lxc.mount.entry"));
    assertFalse(pve.get(HOME + "/203/config").object().containsKey("lxc"));
  }

  @Test
  void whatDoesNotFitTheirStateIsRefusedAtOnce() {
    assertRefused("CT 201 already running", "/201/status/start", "");
    assertRefused("CT 203 not running", "/203/status/stop", "");
    assertRefused("CT 203 not running", "/203/status/shutdown", "timeout=5");
    assertRefused("CT 999 not running", "/999/status/stop", "");
  }

  @Test
  void theyStartAndStopByTasksOfTheirOwnTypes() {
    String start = act(203, "start", "");
    assertTrue(start.contains(":vzstart:203:"), start);
    seconds(3);
    assertEquals("OK", pve.exit(start));
    assertEquals("running", status(203));
    String stop = act(203, "stop", "");
    assertTrue(stop.contains(":vzstop:203:"), stop);
    seconds(2);
    assertEquals("OK", pve.exit(stop));
    assertEquals("stopped", status(203));
    String again = act(203, "start", "");
    seconds(3);
    assertEquals("OK", pve.exit(again));
  }

  @Test
  void aTemplateIsRefusedByTheTask() {
    String task = act(204, "start", "");
    seconds(1);
    assertEquals("you can't start a CT if it's a template", pve.exit(task));
  }

  @Test
  void aLockIsReportedByTheTaskInTheirWords() {
    cluster.setLock(201, Optional.of("backup"));
    String task = act(201, "stop", "");
    seconds(1);
    assertEquals("CT is locked (backup)", pve.exit(task));
    assertEquals("running", status(201));
  }

  @Test
  void aShutdownThatIsHeardEndsInSeconds() {
    String task = act(201, "shutdown", "timeout=60");
    assertTrue(task.contains(":vzshutdown:201:"), task);
    seconds(6);
    assertEquals("OK", pve.exit(task));
    assertEquals("stopped", status(201));
  }

  @Test
  void oneThatIsIgnoredFailsAfterTwiceItsTimeoutAndFiveSeconds() {
    String task = act(202, "shutdown", "");
    seconds(124);
    assertEquals("running", pve.exit(task));
    assertTrue(cluster.isLockFileHeld(202));
    seconds(3);
    assertEquals("container did not stop", pve.exit(task));
    assertEquals("running", status(202));
  }

  @Test
  void oneThatIsForcedKillsAtItsTimeout() {
    String task = act(202, "shutdown", "timeout=3&forceStop=1");
    seconds(6);
    assertEquals("OK", pve.exit(task));
    assertEquals("stopped", status(202));
  }

  @Test
  void aStopWaitsForTheLockOfAShutdownAndNamesTheLockFile() {
    act(202, "shutdown", "timeout=60");
    seconds(1);
    String stop = act(202, "stop", "");
    seconds(12);
    assertEquals(
        "can't lock file '/run/lock/lxc/pve-config-202.lock' - got timeout", pve.exit(stop));
  }

  @Test
  void aStopCanOverruleAShutdown() {
    String shutdown = act(202, "shutdown", "timeout=60");
    seconds(1);
    String stop = act(202, "stop", "overrule-shutdown=1");
    seconds(3);
    assertEquals("received interrupt", pve.exit(shutdown));
    assertEquals("OK", pve.exit(stop));
    assertEquals("stopped", status(202));
  }

  @Test
  void theHaManagerStopsThemToo() {
    PveClient.Answer overruled = pve.post(HOME + "/205/status/stop", "overrule-shutdown=1");
    assertEquals(
        "Not applicable for HA resources.", overruled.errors().getString("overrule-shutdown"));
    String stop = act(205, "stop", "");
    assertTrue(stop.contains(":hastop:205:"), stop);
    seconds(15);
    assertEquals("stopped", status(205));
  }

  @Test
  void somebodyElseCanSwitchThem() {
    cluster.shutdownBySomebodyElse(201, Duration.ofSeconds(30));
    seconds(7);
    assertEquals("stopped", status(201));
    cluster.startBySomebodyElse(201);
    seconds(3);
    assertEquals("running", status(201));
  }

  @Test
  void withoutAuditTheListIsEmptyAndWithoutPowerManagementTheyAreNotStopped() {
    cluster.access().grant("launcher@pve!agent", "/vms/201", Set.of("VM.Audit"));
    assertEquals(
        "Permission check failed (/vms/201, VM.PowerMgmt)\n",
        pve.post(HOME + "/201/status/stop").message());
    cluster.access().grant("launcher@pve!agent", "/vms", Set.of());
    cluster.access().grant("launcher@pve!agent", "/vms/201", Set.of());
    assertEquals(0, pve.get(HOME).array().size());
    assertEquals(
        "Permission check failed (/vms/201, VM.Audit)\n", pve.get(HOME + "/201/config").message());
  }

  @Test
  void theyAreNeitherPausedNorHibernated() {
    assertEquals(501, pve.post(HOME + "/201/status/hibernate").status());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            SimScenario.parse(
                "{\"vms\":[{\"vmid\":201,\"type\":\"lxc\",\"state\":\"hibernated\"}]}"));
  }

  private void assertRefused(String words, String path, String form) {
    PveClient.Answer answer = pve.post(HOME + path, form);
    assertEquals(500, answer.status());
    assertEquals(words + "\n", answer.message());
  }

  private String act(int vmid, String action, String form) {
    return pve.post(HOME + "/" + vmid + "/status/" + action, form).text();
  }

  private String status(int vmid) {
    return pve.get(HOME + "/" + vmid + "/status/current").object().getString("status");
  }
}
