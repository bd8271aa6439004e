package io.github.riskyproxmox.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** pve-api.md §2: what can be read, and how old it is. */
class ReadingTest extends OnTestBed {

  @Test
  void anyTokenMayReadTheVersion() {
    cluster.access().grant("launcher@pve!agent", "/vms", Set.of());
    JsonObject version = pve.get("/version").object();
    assertEquals("9.2.11", version.getString("version"));
    assertEquals("9.2", version.getString("release"));
  }

  @Test
  void anyTokenMayReadTheNodesWithTheirStatus() {
    cluster.access().grant("launcher@pve!agent", "/vms", Set.of());
    List<JsonObject> nodes = pve.get("/nodes").array().getValuesAs(JsonObject.class);
    assertEquals("node/pve1", nodes.get(0).getString("id"));
    assertEquals("online", nodes.get(0).getString("status"));
    assertEquals("offline", nodes.get(2).getString("status"));
  }

  @Test
  void theResourcesIncludeContainersAndTemplatesButNoNotes() {
    assertEquals("lxc", resource(112).getString("type"));
    assertEquals(1, resource(103).getInt("template"));
    assertEquals("games;linux", resource(100).getString("tags"));
    assertEquals("backup", resource(106).getString("lock"));
    assertEquals("paused", resource(111).getString("status"));
    assertFalse(resource(101).containsKey("tags"));
    assertFalse(resource(101).containsKey("lock"));
    assertFalse(resource(100).containsKey("description"));
  }

  @Test
  void theResourcesLagTenSecondsButLockAndTagsAreLive() {
    seconds(1);
    cluster.setName(117, "renamed");
    cluster.setTags(117, "new");
    pve.act(117, "start");
    seconds(5);
    assertEquals("running", pve.status(117));
    assertEquals("stopped", resource(117).getString("status"));
    assertEquals("idle", resource(117).getString("name"));
    assertEquals("new", resource(117).getString("tags"));
    seconds(5);
    assertEquals("running", resource(117).getString("status"));
    assertEquals("renamed", resource(117).getString("name"));
  }

  @Test
  void aVmJustHibernatedIsShownRunningAndSuspendedForAWhile() {
    seconds(1);
    pve.act(100, "suspend", "todisk=1");
    seconds(6);
    assertEquals("running", resource(100).getString("status"));
    assertEquals("suspended", resource(100).getString("lock"));
    seconds(4);
    assertEquals("stopped", resource(100).getString("status"));
  }

  @Test
  void aVmOfADeadNodeHasOnlyItsNumber() {
    JsonObject dead = resource(113);
    assertEquals("unknown", dead.getString("status"));
    assertEquals("linux", dead.getString("tags"));
    assertEquals(Set.of("id", "type", "vmid", "node", "status", "tags"), Set.copyOf(dead.keySet()));
    cluster.nodeUp("pve3");
    assertEquals("unknown", resource(113).getString("status"));
    seconds(10);
    assertEquals("on-dead-node", resource(113).getString("name"));
  }

  @Test
  void vmsThatATokenMayNotSeeAreLeftOut() {
    cluster.access().grant("launcher@pve!agent", "/vms/101", Set.of());
    assertTrue(find(101).isEmpty());
    assertTrue(find(100).isPresent());
    cluster.access().grant("launcher@pve!agent", "/vms", Set.of());
    assertEquals("{\"data\":[]}", pve.get("/cluster/resources?type=vm").body());
    assertEquals("{\"data\":[]}", pve.get("/nodes/pve1/qemu").body());
  }

  @Test
  void theVmsOfANodeAreListedLive() {
    pve.act(117, "start");
    seconds(5);
    JsonObject entry = listed(117, "");
    assertEquals("running", entry.getString("status"));
    assertTrue(entry.containsKey("pid"));
    assertFalse(entry.containsKey("qmpstatus"));
    assertFalse(listed(104, "").containsKey("pid"));
    assertEquals("paused", listed(111, "?full=1").getString("qmpstatus"));
    assertEquals("running", listed(111, "?full=1").getString("status"));
    assertEquals(1, listed(103, "").getInt("template"));
  }

  @Test
  void aStoppedVmsStatus() {
    JsonObject stopped = pve.current(117);
    assertEquals("stopped", stopped.getString("status"));
    assertEquals("stopped", stopped.getString("qmpstatus"));
    assertEquals(0, stopped.getInt("uptime"));
    assertEquals(0, stopped.getJsonObject("ha").getInt("managed"));
    assertFalse(stopped.containsKey("pid"));
    assertFalse(stopped.containsKey("lock"));
  }

  @Test
  void aRunningVmsStatusSaysNothingOfAShutdownUnderWay() {
    pve.act(101, "shutdown");
    seconds(5);
    JsonObject running = pve.current(101);
    assertEquals("running", running.getString("status"));
    assertEquals("running", running.getString("qmpstatus"));
    assertTrue(running.containsKey("pid"));
    assertTrue(running.containsKey("running-qemu"));
    assertEquals(605, running.getInt("uptime"));
    assertFalse(running.containsKey("lock"));
  }

  @Test
  void aVmPausedInRamIsRunningButPaused() {
    assertEquals("running", pve.status(111));
    assertEquals("paused", pve.qmpStatus(111));
  }

  @Test
  void aHibernatingVmsLockAndRunStateChangeOnTheWay() {
    pve.act(100, "suspend", "todisk=1");
    seconds(1);
    assertEquals("running suspending running", states(100));
    seconds(3.6);
    assertEquals("running suspending finish-migrate", states(100));
    seconds(0.5);
    assertEquals("stopped suspending stopped", states(100));
    seconds(0.2);
    assertEquals("stopped suspended stopped", states(100));
    JsonObject config = pve.get("/nodes/pve1/qemu/100/config").object();
    assertEquals("suspended", config.getString("lock"));
    assertTrue(config.containsKey("vmstate"));
    assertTrue(config.containsKey("runningmachine"));
  }

  @Test
  void aVmResumingFromDiskIsInmigrateAndSuspendedUntilItRuns() {
    pve.act(110, "start");
    seconds(2);
    assertEquals("running suspended inmigrate", states(110));
    seconds(10);
    assertEquals("running  running", states(110));
  }

  @Test
  void anHaManagedVmsStatusSaysSo() {
    JsonObject ha = pve.current(119).getJsonObject("ha");
    assertEquals(1, ha.getInt("managed"));
    assertEquals("started", ha.getString("state"));
    assertEquals("started", resource(119).getString("hastate"));
  }

  @Test
  void theConfigurationHasTheNotesAsUtf8() {
    JsonObject config = pve.get("/nodes/pve1/qemu/100/config").object();
    assertEquals(
        "The **alpha** machine: äöü € <b>x</b>\nsecond line", config.getString("description"));
    assertEquals("2048", config.getString("memory"));
    assertEquals(2, config.getInt("cores"));
    assertEquals(1, config.getInt("onboot"));
    assertTrue(config.getString("digest").matches("[0-9a-f]{40}"));
    assertTrue(
        pve.get("/nodes/pve1/qemu/104/config")
            .object()
            .getString("hostpci0")
            .startsWith("0000:99:00.0"));
    assertEquals(1, pve.get("/nodes/pve1/qemu/103/config").object().getInt("template"));
    assertTrue(pve.get("/nodes/pve1/qemu/116/config").object().containsKey("virtiofs0"));
  }

  @Test
  void theClustersOptionsHaveTheTagStyle() {
    JsonObject options = pve.get("/cluster/options").object();
    assertEquals(
        "games:ff0000:ffffff;linux:00ff00",
        options.getJsonObject("tag-style").getString("color-map"));
    assertEquals(
        List.of("games", "linux"),
        options.getJsonArray("allowed-tags").getValuesAs(JsonString::getString));
    use(SimScenario.parse("{}"));
    assertFalse(pve.get("/cluster/options").object().containsKey("tag-style"));
  }

  @Test
  void theClustersTasksAreEmptyForATokenThatMayNotAudit() {
    pve.act(117, "start");
    assertEquals("{\"data\":[]}", pve.get("/cluster/tasks").body());
  }

  @Test
  void tagsWrittenAreSortedLowerCasedAndKeptOnce() {
    cluster.access().grant("launcher@pve", "/vms", Set.of("VM.Audit", "VM.Config.Options"));
    cluster.access().grant("launcher@pve!agent", "/vms", Set.of("VM.Audit", "VM.Config.Options"));
    assertEquals(
        200, pve.put("/nodes/pve1/qemu/117/config", "tags=Slow,games%3Bgames%20alpha").status());
    assertEquals("alpha;games;slow", pve.current(117).getString("tags"));
  }

  private String states(int vmid) {
    JsonObject current = pve.current(vmid);
    return current.getString("status")
        + " "
        + current.getString("lock", "")
        + " "
        + current.getString("qmpstatus");
  }

  private JsonObject resource(int vmid) {
    return find(vmid).orElseThrow();
  }

  private Optional<JsonObject> find(int vmid) {
    return pve.get("/cluster/resources?type=vm").array().getValuesAs(JsonObject.class).stream()
        .filter(vm -> vm.getInt("vmid") == vmid)
        .findFirst();
  }

  private JsonObject listed(int vmid, String query) {
    return pve.get("/nodes/pve1/qemu" + query).array().getValuesAs(JsonObject.class).stream()
        .filter(vm -> vm.getInt("vmid") == vmid)
        .findFirst()
        .orElseThrow();
  }
}
