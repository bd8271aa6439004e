package io.github.riskyproxmox.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What others do to the cluster while a client looks on. */
class SimClusterTest extends OnTestBed {

  @Test
  void aUserStartsStopsAndPausesVms() {
    cluster.startBySomebodyElse(117);
    cluster.stopBySomebodyElse(100);
    cluster.pauseBySomebodyElse(101);
    cluster.hibernateBySomebodyElse(102);
    seconds(8);
    assertEquals("running", pve.status(117));
    assertEquals("stopped", pve.status(100));
    assertEquals("paused", pve.qmpStatus(101));
    assertEquals("suspended", pve.lock(102));
  }

  @Test
  void aUserShutsAVmDown() {
    SimTask task = cluster.shutdownBySomebodyElse(100, Duration.ofSeconds(60));
    assertTrue(task.upid().endsWith(":qmshutdown:100:root@pam:"));
    seconds(7);
    assertEquals(Optional.of("OK"), task.exitStatus());
    assertEquals("stopped", pve.status(100));
  }

  @Test
  void aVmIsRemovedWhileItIsShutDown() {
    String upid = pve.act(101, "shutdown", "timeout=20");
    seconds(3);
    cluster.remove(101);
    assertEquals(500, pve.get("/nodes/pve1/qemu/101/status/current").status());
    seconds(2);
    assertEquals("OK", pve.exit(upid));
  }

  @Test
  void aVmMovesToAnotherNode() {
    cluster.migrate(100, "pve2");
    assertEquals(
        "Configuration file 'nodes/pve1/qemu-server/100.conf' does not exist\n",
        pve.get("/nodes/pve1/qemu/100/status/current").message());
    assertEquals(
        "running", pve.get("/nodes/pve2/qemu/100/status/current").object().getString("status"));
    String upid = pve.post("/nodes/pve2/qemu/100/status/stop").text();
    assertTrue(upid.startsWith("UPID:pve2:"));
    seconds(2);
    assertEquals(
        "OK", pve.get("/nodes/pve2/tasks/" + upid + "/status").object().getString("exitstatus"));
  }

  @Test
  void onlyTheNewestTasksAreKept() {
    String first = cluster.startBySomebodyElse(117).upid();
    seconds(3);
    for (int count = 0; count < 2_000; count++) {
      cluster.startBySomebodyElse(117);
    }
    assertEquals(2_000, cluster.tasks().size());
    assertTrue(cluster.tasks().stream().noneMatch(task -> task.upid().equals(first)));
  }

  @Test
  void theNodeThatAnswersCannotBeDownItself() {
    assertThrows(
        IllegalArgumentException.class, () -> cluster.nodeDown("pve1", NodeFailure.REFUSED));
  }

  @Test
  void aVmIsCreated() {
    cluster.add(ScenarioVm.usual(200, "pve1", "brand-new"));
    assertEquals("brand-new", pve.current(200).getString("name"));
  }

  @Test
  void namesNotesTagsAndLocksChange() {
    cluster.setName(100, "beta");
    cluster.setNotes(100, "");
    cluster.setTags(100, "");
    cluster.setLock(100, Optional.of("snapshot"));
    assertEquals("beta", pve.current(100).getString("name"));
    assertTrue(!pve.current(100).containsKey("tags"));
    assertTrue(!pve.get("/nodes/pve1/qemu/100/config").object().containsKey("description"));
    assertEquals("snapshot", pve.lock(100));
  }
}
