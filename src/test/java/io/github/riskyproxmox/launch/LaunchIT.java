package io.github.riskyproxmox.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.simulator.SimClock;
import io.github.riskyproxmox.simulator.SimScenario;
import io.github.riskyproxmox.simulator.SimServer;
import io.github.riskyproxmox.simulator.SimTask;
import io.github.riskyproxmox.simulator.SimVm;
import io.github.riskyproxmox.support.AgentApi;
import io.github.riskyproxmox.support.PackagedAgent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Launches of the packaged agent in real time that no other test of it covers. Each test has its
 * own node, so that the tests do not conflict.
 */
class LaunchIT {
  private static final Optional<String> NOTHING = Optional.empty();
  private static final Optional<String> SHUTDOWN = Optional.of("shutdown");
  private static final Optional<String> TERMINATE = Optional.of("terminate");

  private static SimServer proxmox;
  private static PackagedAgent agent;
  private static AgentApi api;

  @BeforeAll
  static void begin() throws Exception {
    proxmox = SimServer.start(scenario(), SimClock.system(), 0);
    // The HA manager waits for a shutdown until its timeout.
    agent = PackagedAgent.on(proxmox, Map.of("SHUTDOWN_TIMEOUT", "15", "EXCLUDE", "auto"));
    api = new AgentApi(agent);
  }

  @AfterAll
  static void end() throws Exception {
    agent.close();
    proxmox.close();
  }

  private static SimScenario scenario() {
    String gpu = "\"hostpci\":[\"0000:01:00.0\"]";
    return SimScenario.parse(
        "{\"nodes\":[{\"name\":\"gpu\"},{\"name\":\"ha\"},{\"name\":\"bad\"},"
            + "{\"name\":\"bed\"},{\"name\":\"mixed\"},{\"name\":\"trap\"}],\"vms\":["
            + vm(101, "gpu", "\"state\":\"running\",\"guest\":{\"pciLinger\":3.5}," + gpu)
            + vm(102, "gpu", gpu)
            + vm(103, "gpu", "\"name\":\"router\",\"state\":\"running\"")
            + vm(301, "ha", "\"ha\":true,\"state\":\"running\",\"guest\":{\"ignoresAcpi\":true}")
            + vm(302, "ha", "\"guest\":{\"startWarnings\":1}")
            + vm(
                401,
                "bad",
                "\"guest\":{\"startFailure\":\"start failed: QEMU exited with code 1\","
                    + "\"startLog\":\"kvm: could not open disk\"}")
            + vm(
                501,
                "bed",
                "\"state\":\"running\",\"guest\":{\"hibernateFailure\":\"No space left\"}")
            + vm(502, "bed", "\"name\":\"target\"")
            + vm(601, "mixed", "\"state\":\"paused\"")
            + vm(602, "mixed", "\"type\":\"lxc\",\"state\":\"running\"")
            + vm(603, "mixed", "\"template\":true")
            + vm(604, "mixed", "\"name\":\"target\"")
            + vm(701, "trap", "\"state\":\"running\"")
            + vm(702, "trap", "\"name\":\"target\"").replaceAll(",$", "")
            + "]}");
  }

  private static String vm(int vmid, String node, String more) {
    return "{\"vmid\":%d,\"node\":\"%s\",%s},".formatted(vmid, node, more);
  }

  @Test
  void aStartIsRetriedWhileItsDeviceIsInUse() throws Exception {
    assertEquals("succeeded", launched(102, TERMINATE), api::report);
    List<String> tasks = tasks(101, 102);
    assertEquals(List.of("qmstop 101", "qmstart 102", "qmstart 102"), tasks.subList(0, 3));
    assertTrue(isUp(103), "The router shares nothing and must not stop.");
  }

  @Test
  void terminateOverrulesTheShutdownOfAnHaManagedVmAndAWarningIsASuccess() throws Exception {
    assertEquals(202, api.launch(302, SHUTDOWN).statusCode());
    api.await("the shutdown", () -> !tasks(301).isEmpty());
    api.await("an escalation", () -> status(302, TERMINATE) == 202);
    api.await("the end", api::isOver);
    assertEquals("succeeded", api.state(), api::report);
    assertTrue(isUp(302));
  }

  @Test
  void aFailedStartIsReportedInProxmoxsWords() throws Exception {
    assertEquals("failed", launched(401, NOTHING));
    assertTrue(api.report().contains("QEMU exited with code 1"), api::report);
    assertTrue(api.report().contains("could not open disk"), api::report);
  }

  @Test
  void aFailedHibernationNamesTheCommandAndStartsNothing() throws Exception {
    assertEquals("failed", launched(502, Optional.of("hibernate")));
    assertTrue(api.report().contains("qm unlock 501"), api::report);
    assertEquals(List.of("qmsuspend 501"), tasks(501, 502));
  }

  @Test
  void aPausedVmConflictsButContainersAndTemplatesDoNot() throws Exception {
    assertTrue(api.launch(604, NOTHING).body().contains("\"running_vms\":[{\"vmid\":601,"));
    assertEquals(List.of(), tasks(601, 604));
    assertEquals("succeeded", launched(604, SHUTDOWN), api::report);
    assertEquals(List.of("qmresume 601", "qmshutdown 601", "qmstart 604"), tasks(601, 604));
    assertTrue(isUp(602));
  }

  /** pve-api.md 4: {@code qm cleanup} holds the lock of a VM that was started again at once. */
  @Test
  void aLockHeldByQmCleanupIsWaitedFor() throws Exception {
    proxmox.cluster().powerOffInside(701);
    SimTask again = proxmox.cluster().startBySomebodyElse(701);
    api.await(
        "the lock to be held with nothing being done",
        () -> !again.isRunning() && proxmox.cluster().isLockFileHeld(701));
    assertEquals("succeeded", launched(702, TERMINATE), api::report);
    List<String> tasks = tasks(701, 702);
    assertEquals("qmstart 701", tasks.get(0));
    assertEquals("qmstart 702", tasks.get(tasks.size() - 1));
    // Proxmox waits ten seconds for a lock: the first stop fails, perhaps the second too.
    assertTrue(tasks.indexOf("qmstop 701") < tasks.lastIndexOf("qmstop 701"), tasks.toString());
    assertTrue(isUp(702));
  }

  /** Launches it, waits for the end and returns the final state. */
  private static String launched(int vmid, Optional<String> action) throws Exception {
    assertEquals(202, api.launch(vmid, action).statusCode());
    api.await("the end", api::isOver);
    return api.state();
  }

  private static int status(int vmid, Optional<String> action) {
    try {
      return api.launch(vmid, action).statusCode();
    } catch (IOException unanswered) {
      throw new UncheckedIOException(unanswered);
    } catch (InterruptedException stopping) {
      throw new IllegalStateException(stopping);
    }
  }

  /** The tasks of these VMs, oldest first. */
  private static List<String> tasks(Integer... vmids) {
    List<String> tasks = new ArrayList<>();
    for (SimTask task : proxmox.cluster().tasks()) {
      if (List.of(vmids).contains(vmid(task))) {
        tasks.add(0, task.type() + " " + vmid(task));
      }
    }
    return tasks;
  }

  private static int vmid(SimTask task) {
    return Integer.parseInt(task.upid().split(":")[6]);
  }

  private static boolean isUp(int vmid) {
    return proxmox.cluster().vm(vmid).filter(SimVm::isUp).isPresent();
  }
}
