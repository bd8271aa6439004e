package io.github.riskyproxmox.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** pve-api.md §14: states beyond running, and §13: storages. */
class StatesTest extends OnTestBed {
  private static final String TIMEOUT = "VM quit/powerdown failed - got timeout";

  @BeforeEach
  void oneVmInEachState() {
    use(
        SimScenario.parse(
            """
            {"nodes": [{"name": "pve1"}],
             "users": [{"id": "launcher@pve", "grants": {"/vms": ["VM.Audit", "VM.PowerMgmt"],
               "/storage/nas": ["Datastore.Audit"], "/storage/local": ["Datastore.AllocateSpace"]}}],
             "tokens": [{"id": "launcher@pve!agent", "privsep": false}],
             "vms": [{"vmid": 101, "state": "suspended"}, {"vmid": 102, "state": "paused"},
                     {"vmid": 103, "state": "prelaunch"}, {"vmid": 104, "state": "io-error"},
                     {"vmid": 105, "state": "internal-error"}, {"vmid": 106, "state": "shutdown"},
                     {"vmid": 107, "state": "guest-panicked"}, {"vmid": 108, "storage": "nas"},
                     {"vmid": 109, "storage": "hidden"},
                     {"vmid": 110, "state": "running", "lock": "backup"},
                     {"vmid": 111, "state": "running", "ha": true}],
             "storages": [{"storage": "nas", "active": false}]}
            """));
  }

  @ParameterizedTest
  @CsvSource({
    "101,suspended",
    "102,paused",
    "103,prelaunch",
    "104,io-error",
    "105,internal-error",
    "106,shutdown",
    "107,guest-panicked"
  })
  void statusIsRunningAndQmpstatusIsPrecise(int vmid, String qmpStatus) {
    assertEquals("running", pve.status(vmid));
    assertEquals(qmpStatus, pve.qmpStatus(vmid));
    assertEquals(qmpStatus, listed(vmid).getString("qmpstatus"));
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 102, 103, 104, 105, 106})
  void aStartWithoutALockAlwaysFailsAndAStopAlwaysWorks(int vmid) {
    String start = pve.act(vmid, "start");
    seconds(3);
    assertEquals("VM " + vmid + " already running", pve.exit(start));
    String stop = pve.act(vmid, "stop");
    seconds(3);
    assertEquals("OK", pve.exit(stop));
    assertEquals("stopped", pve.status(vmid));
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 102, 103, 104, 106})
  void aResumeMakesItRun(int vmid) {
    String resume = pve.act(vmid, "resume");
    seconds(1);
    assertEquals("OK", pve.exit(resume));
    assertEquals("running", pve.qmpStatus(vmid));
  }

  @Test
  void afterAnInternalErrorAResumeFails() {
    String resume = pve.act(105, "resume");
    seconds(1);
    assertEquals(
        "VM 105 qmp command 'cont' failed - Resetting the Virtual Machine is required",
        pve.exit(resume));
    assertEquals("internal-error", pve.qmpStatus(105));
  }

  @Test
  void aResumeSucceedsAlthoughTheDiskStillFails() {
    cluster.setDiskFailing(104, true);
    String resume = pve.act(104, "resume");
    seconds(1);
    assertEquals("OK", pve.exit(resume));
    assertEquals("io-error", pve.qmpStatus(104));
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 102, 103})
  void aShutdownOfAPausedGuestIsRefusedAtOnceAndForceStopStopsIt(int vmid) {
    PveClient.Answer answer = pve.post("/nodes/pve1/qemu/" + vmid + "/status/shutdown");
    assertEquals(500, answer.status());
    assertEquals("VM is paused - cannot shutdown\n", answer.message());
    assertEquals(500, pve.post("/nodes/pve1/qemu/" + vmid + "/status/reboot").status());
    String forced = pve.act(vmid, "shutdown", "forceStop=1");
    seconds(2);
    assertEquals("OK", pve.exit(forced));
    assertEquals("stopped", pve.status(vmid));
  }

  @ParameterizedTest
  @ValueSource(ints = {104, 105, 106})
  void aCrashedOrPoweredOffGuestIgnoresAShutdown(int vmid) {
    String shutdown = pve.act(vmid, "shutdown", "timeout=5");
    seconds(10);
    assertEquals(TIMEOUT, pve.exit(shutdown));
    assertEquals("running", pve.status(vmid));
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 102, 103, 104, 105})
  void aResetEndsInPrelaunchAndNeedsAResume(int vmid) {
    String reset = pve.act(vmid, "reset");
    seconds(1);
    assertEquals("OK", pve.exit(reset));
    assertEquals("prelaunch", pve.qmpStatus(vmid));
    pve.act(vmid, "resume");
    seconds(1);
    assertEquals("running", pve.qmpStatus(vmid));
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 102, 103, 104, 106})
  void duringABackupAStartResumesTheExistingQemu(int vmid) {
    cluster.setLock(vmid, Optional.of("backup"));
    String start = pve.act(vmid, "start");
    seconds(1);
    assertEquals("OK", pve.exit(start));
    assertEquals("running", pve.qmpStatus(vmid));
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop", "reset"})
  void duringABackupNoActionStopsTheVm(String action) {
    String upid = pve.act(110, action);
    seconds(2);
    assertEquals("VM is locked (backup)", pve.exit(upid));
  }

  @Test
  void aGuestThatPowersOffDuringABackupLeavesItsQemu() {
    cluster.powerOffInside(110);
    assertEquals("running", pve.status(110));
    assertEquals("shutdown", pve.qmpStatus(110));
  }

  @Test
  void inHaStateErrorEveryRequestFails() {
    cluster.setHaState(111, "error");
    assertEquals("error", pve.current(111).getJsonObject("ha").getString("state"));
    String start = pve.act(111, "start");
    String stop = pve.act(111, "stop");
    seconds(3);
    assertTrue(
        pve.exit(start).startsWith("command 'ha-manager set vm:111 --state started' failed"),
        pve.exit(start));
    assertTrue(
        pve.exit(stop).startsWith("command 'ha-manager crm-command stop vm:111 0' failed"),
        pve.exit(stop));
    assertTrue(
        pve.log(start)
            .contains("service 'vm:111' in error state, must be disabled and fixed first"));
  }

  @Test
  void storagesAreListedOnlyWithPrivilegesAndAMissingOneIsInactive() {
    assertEquals(2, pve.get("/nodes/pve1/storage").array().size());
    JsonObject nas = pve.get("/nodes/pve1/storage").array().getJsonObject(1);
    assertEquals("nas", nas.getString("storage"));
    assertEquals(1, nas.getInt("enabled"));
    assertEquals(0, nas.getInt("active"));
  }

  @Test
  void aStartFailsIfTheStorageOfTheDiskIsMissing() {
    String start = pve.act(108, "start");
    seconds(3);
    assertEquals("storage 'nas' is not online", pve.exit(start));
    cluster.setStorage(new ScenarioStorage("nas", false, false));
    start = pve.act(108, "start");
    seconds(3);
    assertEquals("storage 'nas' is disabled", pve.exit(start));
    cluster.setStorage(new ScenarioStorage("nas", true, true));
    start = pve.act(108, "start");
    seconds(3);
    assertEquals("OK", pve.exit(start));
  }

  private JsonObject listed(int vmid) {
    return pve.get("/nodes/pve1/qemu?full=1").array().getValuesAs(JsonObject.class).stream()
        .filter(vm -> vm.getInt("vmid") == vmid)
        .findFirst()
        .orElseThrow();
  }
}
