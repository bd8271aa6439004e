package io.github.riskyproxmox.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** pve-api.md §3: acting, and the tasks that come of it. */
class ActingTest extends OnTestBed {

  @Test
  void anAnswerOf200OnlyMeansThatATaskWasCreated() {
    String upid = pve.act(117, "start");
    assertTrue(
        upid.matches(
            "UPID:pve1:[0-9A-F]{8}:[0-9A-F]{8}:[0-9A-F]{8}:qmstart:117:launcher@pve!agent:"),
        upid);
    assertEquals("stopped", pve.status(117));
    JsonObject task = pve.task(upid);
    assertEquals(upid, task.getString("upid"));
    assertEquals("running", task.getString("status"));
    assertEquals("qmstart", task.getString("type"));
    assertEquals("117", task.getString("id"));
    assertEquals("pve1", task.getString("node"));
    assertEquals("launcher@pve", task.getString("user"));
    assertEquals("agent", task.getString("tokenid"));
    assertEquals(clock.now().getEpochSecond(), task.getJsonNumber("starttime").longValue());
    assertTrue(!task.containsKey("exitstatus"));
    seconds(3);
    assertEquals("stopped", pve.task(upid).getString("status"));
    assertEquals("OK", pve.exit(upid));
    assertEquals("running", pve.status(117));
  }

  @Test
  void aTaskLogIsEmptyAtFirstAndEndsWithTheExitStatus() {
    String upid = pve.act(117, "start");
    assertEquals("no content\n", pve.log(upid));
    seconds(3);
    assertEquals("TASK OK\n", pve.log(upid));
    String again = pve.act(117, "start");
    seconds(1);
    assertEquals("TASK ERROR: VM 117 already running\n", pve.log(again));
  }

  @ParameterizedTest
  @CsvSource({
    "start,qmstart,117,",
    "stop,qmstop,100,",
    "shutdown,qmshutdown,100,",
    "suspend,qmpause,100,",
    "suspend,qmsuspend,100,todisk=1",
    "resume,qmresume,111,",
    "reset,qmreset,100,",
    "reboot,qmreboot,100,",
    "start,hastart,108,",
    "stop,hastop,119,"
  })
  void everyActionHasItsTaskType(String action, String type, int vmid, String form) {
    String upid = pve.act(vmid, action, form == null ? "" : form);
    assertEquals(type, pve.task(upid).getString("type"));
    seconds(30);
    assertEquals("OK", pve.exit(upid), pve.log(upid));
  }

  @Test
  void anUnknownTaskIsA400() {
    String upid = "UPID:pve1:000000DC:0002A001:6B03AAB8:qmstart:100:launcher@pve!agent:";
    PveClient.Answer answer = pve.get("/nodes/pve1/tasks/" + upid + "/status");
    assertEquals(400, answer.status());
    assertEquals("no such task", answer.errors().getString("upid"));
    assertEquals(
        "unable to parse worker upid",
        pve.get("/nodes/pve1/tasks/nonsense/status").errors().getString("upid"));
  }

  @Test
  void abortingATaskEndsIt() {
    String upid = pve.act(101, "shutdown");
    seconds(2);
    assertEquals(200, pve.delete("/nodes/pve1/tasks/" + upid).status());
    assertEquals("received interrupt", pve.exit(upid));
    assertEquals("running", pve.status(101));
    String stop = pve.act(101, "stop");
    seconds(2);
    assertEquals("OK", pve.exit(stop));
  }

  @Test
  void aKilledWorkerLeavesAnUnexpectedStatus() {
    String upid = pve.act(117, "start");
    cluster.crashTask(upid);
    assertEquals("unexpected status", pve.exit(upid));
  }

  @Test
  void aShutdownTakesAsLongAsTheGuest() {
    String upid = pve.act(100, "shutdown");
    seconds(3.5);
    assertEquals("running", pve.status(100));
    seconds(1);
    assertFalse(cluster.vm(100).orElseThrow().isUp());
    seconds(1.2);
    assertEquals("OK", pve.exit(upid));
    assertEquals("stopped", pve.status(100));
  }

  @Test
  void theStatusSaysStoppedALittleAfterTheTasksEnd() {
    String upid = pve.act(100, "stop");
    while (pve.exit(upid).equals("running")) {
      seconds(0.001);
    }
    assertFalse(cluster.vm(100).orElseThrow().isUp());
    int millis = 0;
    while (!pve.status(100).equals("stopped")) {
      seconds(0.001);
      millis++;
    }
    assertTrue(millis >= 45 && millis <= 111, "after " + millis + " ms");
  }

  @Test
  void aVmMayComeUpAfterTheStartTimedOut() {
    cluster.setGuest(117, withStart(Duration.ofSeconds(36)));
    String upid = pve.act(117, "start");
    seconds(31);
    assertEquals("start failed: command '/usr/bin/kvm' failed: got timeout", pve.exit(upid));
    assertEquals("stopped", pve.status(117));
    seconds(6);
    assertEquals("running", pve.status(117));
  }

  @Test
  void aGuestThatPoweredOffUnnoticedKeepsItsQemuAndIgnoresShutdowns() {
    cluster.powerOffUnnoticed(100);
    String upid = pve.act(100, "shutdown", "timeout=10");
    seconds(12);
    assertEquals("VM quit/powerdown failed - got timeout", pve.exit(upid));
    assertEquals("running", pve.status(100));
  }

  @Test
  void anIgnoredShutdownFailsAfterItsTimeoutAndTheVmRunsOn() {
    String upid = pve.act(101, "shutdown", "timeout=30");
    seconds(29);
    assertEquals("running", pve.exit(upid));
    seconds(2);
    assertEquals("VM quit/powerdown failed - got timeout", pve.exit(upid));
    assertEquals("running", pve.status(101));
  }

  @Test
  void theDefaultTimeoutIsAMinuteOrWhatTheVmsStartupSays() {
    String usual = pve.act(101, "shutdown");
    String own = pve.act(118, "shutdown");
    seconds(62);
    assertEquals("VM quit/powerdown failed - got timeout", pve.exit(usual));
    assertEquals("running", pve.exit(own));
    seconds(30);
    assertEquals("VM quit/powerdown failed - got timeout", pve.exit(own));
  }

  @Test
  void forceStopTerminatesAfterTheTimeout() {
    String upid = pve.act(101, "shutdown", "timeout=5&forceStop=1");
    seconds(8);
    assertEquals("OK", pve.exit(upid));
    assertEquals("stopped", pve.status(101));
  }

  @Test
  void aGuestPowersOffEvenIfItsShutdownTaskWasAborted() {
    String upid = pve.act(102, "shutdown", "timeout=10");
    seconds(12);
    assertEquals("VM quit/powerdown failed - got timeout", pve.exit(upid));
    assertEquals("running", pve.status(102));
    seconds(14);
    assertEquals("stopped", pve.status(102));
  }

  @Test
  void aPausedVmCannotBeShutDown() {
    PveClient.Answer answer = pve.post("/nodes/pve1/qemu/111/status/shutdown");
    assertEquals(500, answer.status());
    assertEquals("VM is paused - cannot shutdown\n", answer.message());
    String forced = pve.act(111, "shutdown", "forceStop=1");
    seconds(2);
    assertEquals("OK", pve.exit(forced));
    assertEquals("stopped", pve.status(111));
  }

  @ParameterizedTest
  @CsvSource({"117", "110", "103"})
  void shuttingDownOrStoppingAStoppedVmChangesNothing(int vmid) {
    String shutdown = pve.act(vmid, "shutdown");
    String lock = pve.lock(vmid);
    seconds(1);
    String stop = pve.act(vmid, "stop");
    seconds(1);
    assertEquals("OK", pve.exit(shutdown));
    assertEquals("OK", pve.exit(stop));
    assertEquals(lock, pve.lock(vmid));
  }

  @Test
  void aHibernationIsCompleteWhenTheTaskIsOkAndTheLockIsSuspended() {
    String upid = pve.act(100, "suspend", "todisk=1");
    seconds(2);
    assertEquals("suspending", pve.lock(100));
    String stop = pve.act(100, "stop");
    seconds(1);
    assertEquals("VM is locked (suspending)", pve.exit(stop));
    seconds(4);
    assertEquals("OK", pve.exit(upid));
    assertEquals("suspended", pve.lock(100));
    assertTrue(pve.log(upid).contains("State saved, quitting"));
  }

  @Test
  void hibernatingIsRefusedAtOnceWithPassedThroughDevicesForHaAndForStoppedVms() {
    pve.act(104, "start");
    seconds(3);
    assertRefused(
        104,
        "suspend",
        "todisk=1",
        "cannot suspend VM to disk due to passed-through PCI device(s), which lack the"
            + " possibility to save/restore their internal state\n");
    assertRefused(119, "suspend", "todisk=1", "Cannot suspend HA managed VM to disk\n");
    assertRefused(117, "suspend", "todisk=1", "VM 117 not running\n");
  }

  @Test
  void hibernatingAVmWithASharedFolderFailsInTheTaskAndLeavesNoLock() {
    String upid = pve.act(116, "suspend", "todisk=1");
    seconds(1);
    assertEquals(
        "Cannot live-migrate, snapshot (with RAM), or hibernate a VM with: virtiofs",
        pve.exit(upid));
    assertEquals("", pve.lock(116));
  }

  @Test
  void aFailedHibernationLeavesTheVmRunningAndLockedForEverything() {
    String upid = pve.act(115, "suspend", "todisk=1");
    seconds(6);
    assertEquals("query-savevm failed with error 'No space left on device'", pve.exit(upid));
    assertEquals("running", pve.qmpStatus(115));
    assertEquals("suspending", pve.lock(115));
    for (String action : new String[] {"stop", "shutdown", "start", "suspend", "reset"}) {
      String refused = pve.act(115, action);
      seconds(1);
      assertEquals("VM is locked (suspending)", pve.exit(refused), action);
    }
    assertEquals(
        "only root can set 'lock' config\n",
        pve.put("/nodes/pve1/qemu/115/config", "delete=lock").message());
    assertEquals(
        "Only root may use this option.",
        pve.post("/nodes/pve1/qemu/115/status/stop", "skiplock=1").errors().getString("skiplock"));
    cluster.setLock(115, Optional.empty());
    String stop = pve.act(115, "stop");
    seconds(1);
    assertEquals("OK", pve.exit(stop));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "100|VM 100 already running",
        "111|VM 111 already running",
        "106|VM is locked (backup)",
        "103|you can't start a vm if it's a template",
        "107|start failed: QEMU exited with code 1",
        "999|Configuration file 'nodes/pve1/qemu-server/999.conf' does not exist",
        "114|Configuration file 'nodes/pve1/qemu-server/114.conf' does not exist"
      })
  void aStartThatFailsDoesSoInItsTask(int vmid, String text) {
    String upid = pve.act(vmid, "start");
    seconds(3);
    assertEquals(text, pve.exit(upid));
  }

  @Test
  void aFailedStartLeavesItsReasonInTheLog() {
    String upid = pve.act(107, "start");
    seconds(3);
    assertTrue(pve.log(upid).startsWith("kvm: "), pve.log(upid));
    assertEquals("stopped", pve.status(107));
  }

  @Test
  void aStartWithWarningsIsASuccess() {
    String upid = pve.act(109, "start");
    seconds(3);
    assertEquals("WARNINGS: 1", pve.exit(upid));
    assertTrue(pve.log(upid).contains("ms-cert=2023k"));
    assertTrue(pve.log(upid).endsWith("TASK WARNINGS: 1\n"));
    assertEquals("running", pve.status(109));
  }

  @ParameterizedTest
  @CsvSource({"start", "resume"})
  void aHibernatedVmGoesOnByStartOrResume(String action) {
    String upid = pve.act(110, action);
    seconds(10);
    assertEquals("OK", pve.exit(upid));
    assertEquals("running", pve.qmpStatus(110));
    assertEquals("", pve.lock(110));
    assertTrue(pve.log(upid).contains("Resuming suspended VM"));
  }

  @Test
  void aPausedVmGoesOnByResume() {
    String upid = pve.act(111, "resume");
    seconds(1);
    assertEquals("OK", pve.exit(upid));
    assertEquals("running", pve.qmpStatus(111));
  }

  @Test
  void suspendWithoutTodiskPausesInRam() {
    pve.act(100, "suspend");
    seconds(1);
    assertEquals("paused", pve.qmpStatus(100));
    assertEquals("", pve.lock(100));
  }

  @ParameterizedTest
  @CsvSource({"resume", "suspend", "reset", "reboot"})
  void actionsForARunningVmAreRefusedAtOnceForAStoppedOne(String action) {
    assertRefused(117, action, "", "VM 117 not running\n");
  }

  @Test
  void aRebootComesBackWithAnotherProcess() {
    int before = pve.current(100).getInt("pid");
    String upid = pve.act(100, "reboot");
    seconds(20);
    assertEquals("OK", pve.exit(upid));
    assertTrue(pve.current(100).getInt("pid") != before);
  }

  @Test
  void aStartThatTakesTooLongTimesOutAsInProxmox() {
    GuestBehaviour slow = withStart(Duration.ofMinutes(3));
    cluster.setGuest(117, slow);
    cluster.setGuest(104, slow);
    String plain = pve.act(117, "start");
    String withDevice = pve.act(104, "start");
    seconds(31);
    assertTrue(pve.exit(plain).endsWith("got timeout"), pve.exit(plain));
    assertEquals("running", pve.exit(withDevice));
  }

  @Test
  void aHibernatedStateCanBeDiscarded() {
    assertEquals(200, pve.put("/nodes/pve1/qemu/110/config", "delete=vmstate").status());
    assertEquals("", pve.lock(110));
    String upid = pve.act(110, "start");
    seconds(3);
    assertTrue(!pve.log(upid).contains("Resuming"));
  }

  private static GuestBehaviour withStart(Duration start) {
    GuestBehaviour usual = GuestBehaviour.usual();
    return new GuestBehaviour(
        usual.shutdown(),
        false,
        start,
        Optional.empty(),
        Optional.empty(),
        0,
        usual.stop(),
        usual.release(),
        Duration.ZERO,
        usual.hibernate(),
        Optional.empty());
  }

  private void assertRefused(int vmid, String action, String form, String sentence) {
    PveClient.Answer answer = pve.post("/nodes/pve1/qemu/" + vmid + "/status/" + action, form);
    assertEquals(500, answer.status());
    assertEquals(sentence, answer.message());
  }
}
