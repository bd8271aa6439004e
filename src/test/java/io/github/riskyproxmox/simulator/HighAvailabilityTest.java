package io.github.riskyproxmox.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** pve-api.md §6: VMs that the HA manager keeps. */
class HighAvailabilityTest extends OnTestBed {

  @Test
  void aStartIsOnlyARequestAndHappensSecondsLater() {
    String upid = pve.act(108, "start");
    seconds(2);
    assertEquals("OK", pve.exit(upid));
    assertEquals("Requesting HA start for VM 108\nTASK OK\n", pve.log(upid));
    assertEquals("stopped", pve.status(108));
    seconds(8);
    assertEquals("running", pve.status(108));
    assertEquals("started", haState(108));
  }

  @Test
  void aStopBeginsTenSecondsLaterAndIsNoticedAnotherTenLater() {
    String upid = pve.act(119, "stop");
    seconds(2);
    assertEquals("OK", pve.exit(upid));
    assertEquals("request_stop", haState(119));
    assertEquals("running", pve.status(119));
    seconds(11);
    assertEquals("stopped", pve.status(119));
    assertEquals("request_stop", haState(119));
    seconds(10);
    assertEquals("stopped", haState(119));
  }

  @Test
  void theTaskThatStopsBelongsToRootAndATokenMayNotReadIt() {
    pve.act(119, "stop");
    seconds(12);
    String real =
        cluster.tasks().stream()
            .filter(task -> task.type().equals("qmstop"))
            .findFirst()
            .orElseThrow()
            .upid();
    assertTrue(real.endsWith(":root@pam:"));
    PveClient.Answer answer = pve.get("/nodes/pve1/tasks/" + real + "/status");
    assertEquals(403, answer.status());
    assertEquals("Permission check failed (/nodes/pve1, Sys.Audit)\n", answer.message());
    assertEquals(1, pve.get("/nodes/pve1/tasks?source=all&vmid=119").array().size());
  }

  @Test
  void aShutdownAlwaysForcesTheStopAfterItsTimeout() {
    cluster.add(deafAndManaged());
    pve.act(120, "shutdown", "timeout=20");
    seconds(25);
    assertEquals("running", pve.status(120));
    seconds(10);
    assertEquals("stopped", pve.status(120));
  }

  @Test
  void aGuestStoppedByOtherMeansIsStartedAgain() {
    cluster.powerOffInside(119);
    seconds(1);
    assertEquals("stopped", pve.status(119));
    seconds(15);
    assertEquals("running", pve.status(119));
  }

  private static ScenarioVm deafAndManaged() {
    return SimScenario.parse(
            """
            {"nodes": [{"name": "pve1"}],
             "vms": [{"vmid": 120, "ha": true, "state": "running",
                      "guest": {"ignoresAcpi": true}}]}
            """)
        .vms()
        .get(0);
  }

  private String haState(int vmid) {
    return pve.current(vmid).getJsonObject("ha").getString("state");
  }
}
