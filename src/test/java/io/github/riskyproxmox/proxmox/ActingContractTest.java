package io.github.riskyproxmox.proxmox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.pve.PveRefused;
import io.github.riskyproxmox.domain.pve.Task;
import io.github.riskyproxmox.domain.pve.TaskOutcome;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.VmRef;
import io.github.riskyproxmox.simulator.SimScenario;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ActingContractTest extends OnSimulator {
  private static final TaskOutcome OK = new TaskOutcome.Succeeded(0);

  @Test
  void aStartIsATaskThatEndsWithTheVmRunning() {
    Upid task = proxmox.start(vm(117));

    assertEquals("POST /nodes/pve1/qemu/117/status/start", lastRequest());
    assertEquals("qmstart", task.type());
    assertEquals(new Task(task, new TaskOutcome.Running()), proxmox.task(task));
    assertEquals(OK, end(task));
    assertEquals(PowerState.RUNNING, power(117));
  }

  @Test
  void aStartWithWarningsIsASuccess() {
    assertEquals(new TaskOutcome.Succeeded(1), end(proxmox.start(vm(109))));
  }

  @Test
  void aStartThatFailsSaysWhyInItsTask() {
    Upid broken = proxmox.start(vm(107));
    assertEquals(new TaskOutcome.Failed("start failed: QEMU exited with code 1"), end(broken));
    assertTrue(proxmox.lastLogLine(broken).isPresent());
    assertEquals(Optional.of("kvm: failed to initialize"), proxmox.startComplaint(broken));

    assertEquals(new TaskOutcome.Failed("VM is locked (backup)"), end(proxmox.start(vm(106))));
    assertEquals(
        new TaskOutcome.Failed("you can't start a vm if it's a template"),
        end(proxmox.start(vm(103))));
  }

  @Test
  void aHibernatedVmResumesByStart() {
    assertEquals(OK, end(proxmox.start(vm(110))));
    assertEquals(PowerState.RUNNING, power(110));
  }

  @Test
  void aPausedVmIsResumed() {
    assertEquals(OK, end(proxmox.resume(vm(111))));
    assertEquals(PowerState.RUNNING, power(111));
  }

  @Test
  void aShutdownTakesItsTimeout() {
    Upid good = proxmox.shutdown(vm(100), Duration.ofSeconds(90));
    assertEquals(Optional.of("90"), parameter("timeout"));
    assertEquals(OK, end(good));
    assertEquals(PowerState.STOPPED, power(100));

    Upid deaf = proxmox.shutdown(vm(101), Duration.ofSeconds(30));
    TaskOutcome.Failed failed = assertInstanceOf(TaskOutcome.Failed.class, end(deaf));
    assertEquals("VM quit/powerdown failed - got timeout", failed.words());
    assertEquals(PowerState.RUNNING, power(101));
  }

  @Test
  void hibernatingSuspendsToDisk() {
    Upid task = proxmox.hibernate(vm(100));

    assertEquals(Optional.of("1"), parameter("todisk"));
    assertEquals(OK, end(task));
    assertEquals(PowerState.HIBERNATED, power(100));
  }

  @Test
  void whatCannotBeHibernatedIsRefusedInProxmoxsWords() {
    assertEquals(OK, end(proxmox.start(vm(104))));

    PveRefused device = refusal(() -> proxmox.hibernate(vm(104)));
    assertEquals(PveRefused.Reason.HANDLER, device.reason());
    assertTrue(device.words().startsWith("cannot suspend VM to disk due to"), device.words());
    assertEquals(
        "Cannot suspend HA managed VM to disk", refusal(() -> proxmox.hibernate(vm(119))).words());
    assertEquals("VM 117 not running", refusal(() -> proxmox.hibernate(vm(117))).words());
  }

  @Test
  void stoppingIsATaskThatEndsWithTheVmStopped() {
    assertEquals(OK, end(proxmox.stop(vm(101))));
    // The status lags behind the task's end (pve-api.md §15).
    seconds(1);
    assertEquals(PowerState.STOPPED, power(101));
  }

  @Test
  void aStopCanOverruleTheOwnShutdown() {
    Upid shutdown = proxmox.shutdown(vm(101), Duration.ofMinutes(3));
    seconds(5);

    Upid stop = proxmox.stopOverrulingShutdown(vm(101));

    assertEquals(Optional.of("1"), parameter("overrule-shutdown"));
    assertEquals(OK, end(stop));
    assertInstanceOf(TaskOutcome.Failed.class, end(shutdown));
    assertEquals(PowerState.STOPPED, power(101));
  }

  @Test
  void overrulingIsAParameterThatOlderOnesAndHaDoNotTake() {
    PveRefused ha = refusal(() -> proxmox.stopOverrulingShutdown(vm(119)));
    assertEquals(PveRefused.Reason.PARAMETER, ha.reason());
    assertEquals("Not applicable for HA resources.", ha.errors().get("overrule-shutdown"));

    use(SimScenario.testBed().withVersion("8.1.4"));
    PveRefused old = refusal(() -> proxmox.stopOverrulingShutdown(vm(101)));
    assertEquals(PveRefused.Reason.PARAMETER, old.reason());
    assertTrue(old.errors().containsKey("overrule-shutdown"), old.errors().toString());
  }

  @Test
  void anOwnTaskCanBeAborted() {
    Upid shutdown = proxmox.shutdown(vm(101), Duration.ofMinutes(3));
    seconds(2);

    proxmox.abort(shutdown);

    assertEquals("DELETE /nodes/pve1/tasks/" + shutdown, lastRequest());
    assertInstanceOf(TaskOutcome.Failed.class, end(shutdown));
    proxmox.abort(shutdown);
  }

  @Test
  void aTaskThatIsUnknownHasVanished() {
    Upid task = proxmox.start(vm(117));
    server.cluster().forgetTask(task.text());

    assertEquals(new TaskOutcome.Vanished(), proxmox.task(task).outcome());
    proxmox.abort(task);
  }

  @Test
  void aTaskWhoseWorkerWasKilledHasFailed() {
    Upid task = proxmox.start(vm(117));
    server.cluster().crashTask(task.text());

    assertEquals(new TaskOutcome.Failed("unexpected status"), end(task));
  }

  @Test
  void theTasksOfAVmAreFoundUnderWayAndEnded() {
    Upid first = proxmox.start(vm(117));
    end(first);
    seconds(3);
    Upid second = proxmox.shutdown(vm(117), Duration.ofMinutes(3));
    proxmox.stop(vm(101));

    assertEquals(
        List.of(new Task(second, new TaskOutcome.Running()), new Task(first, OK)),
        proxmox.tasks(vm(117)));
    end(second);
    assertEquals(List.of(new Task(second, OK), new Task(first, OK)), proxmox.tasks(vm(117)));
  }

  @Test
  void aTaskOfSomebodyElseIsNeitherListedNorReadable() {
    Upid theirs =
        new Upid(server.cluster().shutdownBySomebodyElse(101, Duration.ofSeconds(60)).upid());

    assertEquals(List.of(), proxmox.tasks(vm(101)));
    assertEquals(PveRefused.Reason.PERMISSION, refusal(() -> proxmox.task(theirs)).reason());
  }

  @Test
  void theLogsLastWordsAreWhatTheTaskIsWaitingFor() {
    proxmox.shutdown(vm(101), Duration.ofMinutes(3));
    seconds(1);
    Upid waiting = proxmox.stop(vm(101));
    seconds(2);

    assertTrue(
        proxmox.lastLogLine(waiting).orElseThrow().startsWith("trying to acquire lock"),
        proxmox.lastLogLine(waiting).toString());
    TaskOutcome.Failed failed = assertInstanceOf(TaskOutcome.Failed.class, end(waiting));
    assertTrue(failed.words().endsWith("got timeout"), failed.words());
  }

  @Test
  void aTaskThatHasPrintedNothingHasNoLastWords() {
    Upid task = proxmox.start(vm(117));
    Optional<String> words = proxmox.lastLogLine(task);

    assertTrue(words.filter(line -> line.equals("no content")).isEmpty(), words.toString());
    end(task);
    assertTrue(proxmox.lastLogLine(task).filter(line -> line.startsWith("TASK")).isEmpty());
  }

  @Test
  void whatAPausedVmRefusesIsSaidInProxmoxsWords() {
    assertEquals(
        "VM is paused - cannot shutdown",
        refusal(() -> proxmox.shutdown(vm(111), Duration.ofSeconds(60))).words());
  }

  private PowerState power(int vmid) {
    VmRef vm = vm(vmid);
    return proxmox.status(vm).orElseThrow().power();
  }

  private static PveRefused refusal(org.junit.jupiter.api.function.Executable call) {
    return assertThrows(PveRefused.class, call);
  }
}
