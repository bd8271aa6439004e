package io.github.riskyproxmox.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** pve-api.md §4: the lock file, how to overtake a shutdown, and the cleanup trap. */
class LockAndEscalationTest extends OnTestBed {
  private static final String LOCKED =
      "can't lock file '/var/lock/qemu-server/lock-101.conf' - got timeout";

  @Test
  void aStopCannotOvertakeAShutdown() {
    String shutdown = pve.act(101, "shutdown");
    seconds(2);
    String stop = pve.act(101, "stop");
    seconds(9);
    assertEquals("trying to acquire lock...\n", pve.log(stop));
    assertEquals("running", pve.exit(stop));
    seconds(2);
    assertEquals(LOCKED, pve.exit(stop));
    assertEquals("running", pve.exit(shutdown));
    assertEquals("running", pve.status(101));
  }

  @Test
  void aWaitingTaskGetsTheLockWhenItIsReleased() {
    pve.act(100, "shutdown");
    seconds(1);
    String stop = pve.act(100, "stop");
    seconds(8);
    assertEquals("OK", pve.exit(stop));
    assertEquals("trying to acquire lock... OK\nTASK OK\n", pve.log(stop));
  }

  @Test
  void overruleShutdownKillsTheShutdownAndStopsTheVm() {
    String shutdown = pve.act(101, "shutdown");
    seconds(5);
    String stop = pve.act(101, "stop", "overrule-shutdown=1");
    seconds(2);
    assertEquals("received interrupt", pve.exit(shutdown));
    assertEquals("OK", pve.exit(stop));
    assertEquals("stopped", pve.status(101));
    assertTrue(pve.log(stop).startsWith("overruled qmshutdown tasks: " + shutdown));
  }

  @Test
  void aVersionBeforeEightTwoDoesNotKnowOverruleShutdown() {
    use(SimScenario.testBed().withVersion("8.1.10"));
    PveClient.Answer answer = pve.post("/nodes/pve1/qemu/101/status/stop", "overrule-shutdown=1");
    assertEquals(400, answer.status());
    assertTrue(answer.errors().getString("overrule-shutdown").startsWith("property is not"));
    use(SimScenario.testBed().withVersion("8.2.0"));
    assertEquals(200, pve.post("/nodes/pve1/qemu/101/status/stop", "overrule-shutdown=1").status());
  }

  @Test
  void overruleShutdownIsRefusedForHaManagedVms() {
    assertEquals(
        "Not applicable for HA resources.",
        pve.post("/nodes/pve1/qemu/119/status/stop", "overrule-shutdown=1")
            .errors()
            .getString("overrule-shutdown"));
  }

  @Test
  void aShutdownOfAnotherUserIsNotOverruled() {
    SimTask theirs = cluster.shutdownBySomebodyElse(101, Duration.ofMinutes(3));
    seconds(1);
    String stop = pve.act(101, "stop", "overrule-shutdown=1");
    seconds(11);
    assertEquals(LOCKED, pve.exit(stop));
    assertTrue(theirs.isRunning());
  }

  @Test
  void aShutdownOfAnotherUserIsOverruledWithSysModify() {
    for (String id : List.of("launcher@pve", "launcher@pve!agent")) {
      cluster.access().grant(id, "/nodes", Set.of("Sys.Modify"));
    }
    SimTask theirs = cluster.shutdownBySomebodyElse(101, Duration.ofMinutes(3));
    seconds(1);
    String stop = pve.act(101, "stop", "overrule-shutdown=1");
    seconds(3);
    assertEquals("OK", pve.exit(stop));
    assertEquals(Optional.of("received interrupt"), theirs.exitStatus());
  }

  @Test
  void aShutdownOfAnotherTokenIsNotOverruled() {
    use(SimScenario.testBed().withSubjects(twoTokens()));
    PveClient sibling = new PveClient(server, "launcher@pve!other", "two");
    sibling.act(101, "shutdown");
    seconds(1);
    String stop = pve.act(101, "stop", "overrule-shutdown=1");
    seconds(11);
    assertEquals(LOCKED, pve.exit(stop));
  }

  @Test
  void abortingTheOwnShutdownAllowsAStop() {
    String shutdown = pve.act(101, "shutdown");
    seconds(1);
    pve.delete("/nodes/pve1/tasks/" + shutdown);
    String stop = pve.act(101, "stop");
    seconds(2);
    assertEquals("OK", pve.exit(stop));
  }

  @Test
  void aVmRestartedAtOnceIsLockedForHalfAMinute() {
    String stop = pve.act(101, "stop");
    seconds(0.5);
    String start = pve.act(101, "start");
    seconds(2.5);
    assertEquals("OK", pve.exit(stop));
    assertEquals("OK", pve.exit(start));
    String trapped = pve.act(101, "stop");
    seconds(11);
    assertEquals(LOCKED, pve.exit(trapped));
    seconds(20);
    String later = pve.act(101, "stop");
    seconds(2);
    assertEquals("OK", pve.exit(later));
  }

  @Test
  void aVmRestartedAfterTwoSecondsIsNotLocked() {
    pve.act(101, "stop");
    seconds(3);
    pve.act(101, "start");
    seconds(3);
    String stop = pve.act(101, "stop");
    seconds(2);
    assertEquals("OK", pve.exit(stop));
  }

  @Test
  void withoutCleanupTrapARestartedVmIsNotLocked() {
    use(
        SimScenario.parse(
            "{\"cleanupTrap\":false,\"nodes\":[{\"name\":\"pve1\"}],"
                + "\"vms\":[{\"vmid\":101,\"state\":\"running\"}]}"));
    pve.act(101, "stop");
    seconds(0.5);
    pve.act(101, "start");
    seconds(2.5);
    String stop = pve.act(101, "stop");
    seconds(2);
    assertEquals("OK", pve.exit(stop));
  }

  private static List<ScenarioSubject> twoTokens() {
    Map<String, Set<String>> grants = Map.of("/vms", Set.of("VM.Audit", "VM.PowerMgmt"));
    List<ScenarioSubject> subjects = new ArrayList<>();
    subjects.add(new ScenarioSubject("launcher@pve", Optional.empty(), false, grants));
    subjects.add(new ScenarioSubject("launcher@pve!agent", Optional.of("one"), true, grants));
    subjects.add(new ScenarioSubject("launcher@pve!other", Optional.of("two"), true, grants));
    return subjects;
  }
}
