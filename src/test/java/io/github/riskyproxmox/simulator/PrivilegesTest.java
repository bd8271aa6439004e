package io.github.riskyproxmox.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** pve-api.md §7: who may what. */
class PrivilegesTest extends OnTestBed {
  private static final String USER = "launcher@pve";
  private static final String TOKEN = "launcher@pve!agent";

  @Test
  void readingNeedsVmAudit() {
    grantBoth("/vms", "VM.PowerMgmt");
    assertForbidden("VM.Audit", pve.get("/nodes/pve1/qemu/100/status/current"));
    assertForbidden("VM.Audit", pve.get("/nodes/pve1/qemu/100/config"));
  }

  @Test
  void startAndStopNeedVmPowerMgmt() {
    grantBoth("/vms", "VM.Audit");
    for (String action :
        new String[] {"start", "stop", "shutdown", "suspend", "resume", "reset", "reboot"}) {
      assertForbidden("VM.PowerMgmt", pve.post("/nodes/pve1/qemu/100/status/" + action));
    }
  }

  @Test
  void hibernatingAlsoNeedsConfigDiskAndAllocateSpace() {
    grantBoth("/vms", "VM.Audit", "VM.PowerMgmt");
    assertForbidden("VM.Config.Disk", pve.post("/nodes/pve1/qemu/100/status/suspend", "todisk=1"));
    grantBoth("/vms", "VM.Audit", "VM.PowerMgmt", "VM.Config.Disk");
    grantBoth("/storage/local", "Datastore.Audit");
    PveClient.Answer answer = pve.post("/nodes/pve1/qemu/100/status/suspend", "todisk=1");
    assertEquals(403, answer.status());
    assertEquals(
        "Permission check failed (/storage/local, Datastore.AllocateSpace)\n", answer.message());
    assertEquals(200, pve.post("/nodes/pve1/qemu/100/status/suspend").status());
  }

  @Test
  void aSeparatedTokenNeedsGrantsForTokenAndUser() {
    cluster.access().grant(USER, "/vms", Set.of());
    assertEquals("{\"data\":[]}", pve.get("/cluster/resources?type=vm").body());
    assertForbidden("VM.Audit", pve.get("/nodes/pve1/qemu/100/config"));
    assertTrue(pve.get("/access/permissions").object().keySet().contains("/storage/local"));
  }

  /** pve-api.md §10: what a token may not read is absent, without a word. */
  @Test
  void mappingsAreThereOnlyForWhoMayReadThem() {
    use(
        SimScenario.parse(
            """
            {"nodes": [{"name": "pve1"}],
             "mappings": [{"type": "pci", "id": "gpu", "map": ["node=pve1,path=0000:01:00.0"]},
                          {"type": "usb", "id": "kbd", "map": ["node=pve1,id=046d:c52b"]}]}
            """));
    assertEquals("{\"data\":[]}", pve.get("/cluster/mapping/pci").body());
    grantBoth("/mapping", "Mapping.Audit");
    assertTrue(pve.get("/cluster/mapping/pci").body().contains("node=pve1,path=0000:01:00.0"));
    assertTrue(pve.get("/cluster/mapping/usb").body().contains("\"id\":\"kbd\""));
  }

  @Test
  void aTokenWithoutSeparationHasWhatItsUserHas() {
    use(
        SimScenario.parse(
            """
            {"users": [{"id": "launcher@pve", "grants": {"/vms": ["VM.Audit"]}}],
             "tokens": [{"id": "launcher@pve!agent", "privsep": false}],
             "vms": [{"vmid": 100}]}
            """));
    assertEquals(1, pve.get("/cluster/resources?type=vm").array().size());
  }

  @Test
  void theMostSpecificGrantApplies() {
    cluster.access().grant(TOKEN, "/vms/100", Set.of("VM.Audit"));
    assertForbidden("VM.PowerMgmt", pve.post("/nodes/pve1/qemu/100/status/stop"));
    assertEquals(200, pve.post("/nodes/pve1/qemu/101/status/stop").status());
  }

  @Test
  void aTokenCanLookUpItsOwnPermissions() {
    JsonObject permissions = pve.get("/access/permissions").object();
    assertEquals(
        Set.of("VM.Audit", "VM.PowerMgmt", "VM.Config.Disk"),
        permissions.getJsonObject("/vms").keySet());
    assertEquals(1, permissions.getJsonObject("/vms").getInt("VM.Audit"));
  }

  @Test
  void aTokenMayNotReadOrAbortATaskOfAnotherUser() {
    String upid = cluster.startBySomebodyElse(117).upid();
    assertForbidden("Sys.Audit", pve.get("/nodes/pve1/tasks/" + upid + "/status"), "/nodes/pve1");
    assertForbidden("Sys.Audit", pve.get("/nodes/pve1/tasks/" + upid + "/log"), "/nodes/pve1");
    assertForbidden("Sys.Modify", pve.delete("/nodes/pve1/tasks/" + upid), "/nodes/pve1");
    assertEquals("[]", pve.get("/nodes/pve1/tasks?source=all").array().toString());
    grantBoth("/nodes", "Sys.Audit", "Sys.Modify");
    assertEquals(200, pve.get("/nodes/pve1/tasks/" + upid + "/status").status());
    assertEquals(200, pve.delete("/nodes/pve1/tasks/" + upid).status());
  }

  private void grantBoth(String path, String... privileges) {
    cluster.access().grant(USER, path, Set.of(privileges));
    cluster.access().grant(TOKEN, path, Set.of(privileges));
  }

  private static void assertForbidden(String privilege, PveClient.Answer answer) {
    assertForbidden(privilege, answer, "/vms/100");
  }

  private static void assertForbidden(String privilege, PveClient.Answer answer, String path) {
    assertEquals(403, answer.status());
    assertEquals("Permission check failed (" + path + ", " + privilege + ")\n", answer.message());
  }
}
