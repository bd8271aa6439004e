package io.github.riskyproxmox.proxmox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.pve.PveRefused;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.pve.Task;
import io.github.riskyproxmox.domain.pve.TaskOutcome;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.pve.VmConfig;
import io.github.riskyproxmox.domain.vm.GuestType;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import io.github.riskyproxmox.simulator.Fault;
import io.github.riskyproxmox.simulator.SimScenario;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Containers as the gateway reads and stops them (pve-api.md §12). */
class ContainersContractTest extends OnSimulator {
  private static final TaskOutcome OK = new TaskOutcome.Succeeded(0);

  @BeforeEach
  void useContainers() {
    use(
        SimScenario.parse(
            """
            {"nodes": [{"name": "pve1"}],
             "vms": [{"vmid": 100, "name": "a-vm", "state": "running"},
                     {"vmid": 201, "type": "lxc", "name": "jellyfin", "tags": "media;exclusive-gpu",
                      "notes": "films", "state": "running", "uptime": 77, "cores": 2,
                      "memoryMiB": 1024,
                      "options": {"dev0": "/dev/dri/renderD128,gid=104",
                                  "lxc.apparmor.profile": "unconfined",
                                  "lxc.cgroup2.devices.allow": "c 226:* rwm",
                                  "lxc.hook.pre-start": "sh -c '[ -e /dev/nvidia0 ]'",
                                  "lxc.mount.entry": "/dev/dri dev/dri none bind,optional"}},
                     {"vmid": 202, "type": "lxc", "name": "stubborn", "state": "running",
                      "guest": {"ignoresAcpi": true}},
                     {"vmid": 203, "type": "lxc", "name": "off"},
                     {"vmid": 204, "type": "lxc", "name": "base", "template": true}]}
            """));
  }

  @Test
  void theListHasThemByNameAndKind() {
    List<Vm> all = proxmox.containers(PVE1).stream().sorted(Comparator.comparing(Vm::id)).toList();
    assertEquals("GET /nodes/pve1/lxc", lastRequest());
    assertEquals(
        List.of("jellyfin", "stubborn", "off", "base"), all.stream().map(Vm::name).toList());
    Vm jellyfin = all.get(0);
    assertEquals(container(201), jellyfin.ref());
    assertEquals(PowerState.RUNNING, jellyfin.power());
    assertEquals(List.of("media", "exclusive-gpu"), jellyfin.tags().values());
    assertEquals(Duration.ofSeconds(77), jellyfin.uptime());
    assertEquals(2, jellyfin.cores());
    assertEquals(1024L << 20, jellyfin.memoryBytes());
    assertEquals(PowerState.STOPPED, all.get(2).power());
    assertTrue(all.get(3).template());
  }

  @Test
  void theyAreAmongNoVms() {
    assertEquals(List.of(vm(100)), proxmox.guests(PVE1).stream().map(Vm::ref).toList());
    assertEquals(1, proxmox.inventory().vms().size());
    assertEquals(Optional.empty(), proxmox.locate(new VmId(201)));
  }

  @Test
  void withoutThePrivilegeThereIsNone() {
    server.cluster().access().grant("launcher@pve!agent", "/vms/202", Set.of());
    assertEquals(3, proxmox.containers(PVE1).size());
    server.cluster().access().grant("launcher@pve!agent", "/vms", Set.of());
    assertEquals(List.of(), proxmox.containers(PVE1));
  }

  @Test
  void oneWithoutAHostnameIsNamedByItsNumber() {
    server
        .faults()
        .on("GET", "/nodes/pve1/lxc")
        .inject(
            Fault.answer(
                200,
                "OK",
                "application/json;charset=UTF-8",
                "{\"data\":[{\"vmid\":\"201\",\"status\":\"running\",\"type\":\"lxc\"}]}"));
    assertEquals("CT 201", proxmox.containers(PVE1).get(0).name());
  }

  @Test
  void theStatusIsReadUnderItsOwnPath() {
    assertEquals(PowerState.RUNNING, power(201));
    assertEquals("GET /nodes/pve1/lxc/201/status/current", lastRequest());
    assertEquals(PowerState.STOPPED, power(203));
    assertEquals("", proxmox.status(container(201)).orElseThrow().qmpStatus());
    assertEquals(Optional.empty(), proxmox.status(container(100)));
    assertEquals(Optional.empty(), proxmox.status(vm(201)));
  }

  @Test
  void theConfigurationHasItsDevicesAndTheRawLinesOfGraphicsDevices() {
    VmConfig config = proxmox.config(container(201)).orElseThrow();
    assertEquals("GET /nodes/pve1/lxc/201/config", lastRequest());
    assertEquals(Optional.of("films"), config.notes());
    assertEquals(Set.of("dev0"), config.devices());
    assertEquals(
        Map.of(
            "dev0", "/dev/dri/renderD128,gid=104",
            "lxc2", "lxc.hook.pre-start: sh -c '[ -e /dev/nvidia0 ]'",
            "lxc3", "lxc.mount.entry: /dev/dri dev/dri none bind,optional"),
        config.resources());
    assertEquals(config, proxmox.configInUse(container(201)).orElseThrow());
    assertEquals(Optional.of("1"), parameter("current"));
    assertEquals(Map.of(), proxmox.config(container(202)).orElseThrow().resources());
    assertEquals(Optional.empty(), proxmox.config(container(999)));
  }

  @Test
  void aStopIsATaskOfItsOwnType() {
    Upid stop = proxmox.stop(container(202));
    assertEquals("POST /nodes/pve1/lxc/202/status/stop", lastRequest());
    assertEquals("vzstop", stop.type());
    assertEquals(OK, end(stop));
    assertEquals(PowerState.STOPPED, power(202));
    assertEquals(List.of(new Task(stop, OK)), proxmox.tasks(container(202)));
  }

  @Test
  void aShutdownThatIsIgnoredTakesTwiceItsTimeout() {
    Upid good = proxmox.shutdown(container(201), Duration.ofSeconds(90));
    assertEquals("POST /nodes/pve1/lxc/201/status/shutdown", lastRequest());
    assertEquals(Optional.of("90"), parameter("timeout"));
    assertEquals("vzshutdown", good.type());
    assertEquals(OK, end(good));
    assertEquals(PowerState.STOPPED, power(201));

    Upid ignored = proxmox.shutdown(container(202), Duration.ofSeconds(30));
    seconds(60);
    assertEquals(new TaskOutcome.Running(), proxmox.task(ignored).outcome());
    seconds(8);
    assertEquals(new TaskOutcome.Failed("container did not stop"), proxmox.task(ignored).outcome());
    assertEquals(PowerState.RUNNING, power(202));
  }

  @Test
  void aStopCanOverruleTheOwnShutdown() {
    Upid shutdown = proxmox.shutdown(container(202), Duration.ofMinutes(3));
    seconds(5);
    Upid stop = proxmox.stopOverrulingShutdown(container(202));
    assertEquals("POST /nodes/pve1/lxc/202/status/stop", lastRequest());
    assertEquals(Optional.of("1"), parameter("overrule-shutdown"));
    assertEquals(OK, end(stop));
    assertEquals(new TaskOutcome.Failed("received interrupt"), end(shutdown));
    assertEquals(PowerState.STOPPED, power(202));
  }

  @Test
  void oneThatDoesNotRunRefusesAtOnceInProxmoxsWords() {
    for (Executable call :
        List.<Executable>of(
            () -> proxmox.stop(container(203)),
            () -> proxmox.stopOverrulingShutdown(container(203)),
            () -> proxmox.shutdown(container(203), Duration.ofSeconds(60)))) {
      PveRefused refused = assertThrows(PveRefused.class, call);
      assertEquals(PveRefused.Reason.HANDLER, refused.reason());
      assertEquals("CT 203 not running", refused.words());
    }
  }

  @Test
  void aLockAndAMissingPrivilegeAreSaidInProxmoxsWords() {
    server.cluster().setLock(201, Optional.of("backup"));
    assertEquals(
        new TaskOutcome.Failed("CT is locked (backup)"), end(proxmox.stop(container(201))));
    server.cluster().access().grant("launcher@pve!agent", "/vms", Set.of("VM.Audit"));
    PveRefused refused = assertThrows(PveRefused.class, () -> proxmox.stop(container(202)));
    assertEquals(PveRefused.Reason.PERMISSION, refused.reason());
    assertEquals("Permission check failed (/vms/202, VM.PowerMgmt)", refused.words());
  }

  @Test
  void aLostAnswerLeavesOpenWhatArrivedAndItsTaskIsFound() {
    server.faults().on("POST", ".*").inject(Fault.resetAfter());
    PveUnavailable lost = assertThrows(PveUnavailable.class, () -> proxmox.stop(container(202)));
    assertEquals(PveUnavailable.Delivery.UNCERTAIN, lost.delivery());
    assertEquals(1, count("POST .*"));
    List<Task> found = proxmox.tasks(container(202));
    assertEquals(List.of("vzstop"), found.stream().map(task -> task.upid().type()).toList());
    assertFalse(found.get(0).outcome() instanceof TaskOutcome.Failed);
  }

  private PowerState power(int vmid) {
    return proxmox.status(container(vmid)).orElseThrow().power();
  }

  private static VmRef container(int vmid) {
    return new VmRef(PVE1, new VmId(vmid), GuestType.LXC);
  }
}
