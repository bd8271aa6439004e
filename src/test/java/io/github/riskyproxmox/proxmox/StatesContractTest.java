package io.github.riskyproxmox.proxmox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.pve.PveRefused;
import io.github.riskyproxmox.domain.pve.Storage;
import io.github.riskyproxmox.domain.pve.TaskOutcome;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.simulator.Fault;
import io.github.riskyproxmox.simulator.SimScenario;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** pve-api.md §13 and §14, as the gateway tells them. */
class StatesContractTest extends OnSimulator {
  private static final TaskOutcome OK = new TaskOutcome.Succeeded(0);

  @ParameterizedTest
  @CsvSource({
    "suspended,ASLEEP",
    "prelaunch,PAUSED",
    "io-error,CRASHED",
    "internal-error,CRASHED",
    "guest-panicked,CRASHED",
    "shutdown,POWERED_OFF"
  })
  void listAndStatusTellTheStateAndProxmoxsWordForIt(String word, PowerState power) {
    server.cluster().enters(100, word);
    VmStatus status = proxmox.status(vm(100)).orElseThrow();
    assertEquals(power, status.power());
    assertEquals(word, status.qmpStatus());
    for (Vm listed :
        List.of(
            proxmox.inventory().find(new VmId(100)).orElseThrow(),
            proxmox.guests(PVE1).stream()
                .filter(vm -> vm.id().equals(new VmId(100)))
                .findFirst()
                .orElseThrow())) {
      assertEquals(power, listed.power());
      assertEquals(word, listed.qmpStatus());
    }
  }

  @Test
  void theHaManagersWordIsTold() {
    assertEquals(Optional.of("started"), proxmox.status(vm(119)).orElseThrow().haState());
    assertFalse(proxmox.status(vm(119)).orElseThrow().haFailed());
    server.cluster().setHaState(119, "error");
    assertTrue(proxmox.status(vm(119)).orElseThrow().haFailed());
    assertEquals(Optional.empty(), proxmox.status(vm(100)).orElseThrow().haState());
  }

  @Test
  void aResetLeavesWhatHasCrashedWaitingForAResume() {
    server.cluster().enters(100, "internal-error");
    Upid reset = proxmox.reset(vm(100));
    assertEquals("POST /nodes/pve1/qemu/100/status/reset", lastRequest());
    assertEquals("qmreset", reset.type());
    assertEquals(OK, end(reset));
    assertEquals(PowerState.PAUSED, proxmox.status(vm(100)).orElseThrow().power());
    assertEquals(OK, end(proxmox.resume(vm(100))));
    assertEquals(PowerState.RUNNING, proxmox.status(vm(100)).orElseThrow().power());
  }

  @Test
  void theStoragesOfItsDisksAreTold() {
    assertEquals(new TreeSet<>(List.of("local")), proxmox.config(vm(100)).orElseThrow().storages());
  }

  @Test
  void disksAreToldFromWhatIsNone() {
    server
        .faults()
        .on("GET", "/nodes/pve1/qemu/100/config")
        .always()
        .inject(
            Fault.answer(
                200,
                "OK",
                "application/json;charset=UTF-8",
                "{\"data\":{\"scsi0\":\"fast:vm-100-disk-0,size=32G\",\"efidisk0\":\"efi:1,size=4M\","
                    + "\"tpmstate0\":\"tpm:x\",\"virtio1\":\"/dev/disk/by-id/x,size=1G\","
                    + "\"ide2\":\"iso:iso/debian.iso,media=cdrom,size=600M\",\"sata0\":\"none,media=cdrom\","
                    + "\"scsihw\":\"virtio-scsi-single\",\"unused0\":\"old:vm-100-disk-1\","
                    + "\"vmstate\":\"state:100/vm-state.raw\",\"net0\":\"virtio=AA:BB\"}}"));
    assertEquals(
        new TreeSet<>(List.of("efi", "fast", "state", "tpm")),
        proxmox.config(vm(100)).orElseThrow().storages());
  }

  @Test
  void storagesAreListedAsFarAsTheTokenSeesThem() {
    use(
        SimScenario.parse(
            "{\"nodes\":[{\"name\":\"pve1\"}],\"vms\":[{\"vmid\":100,\"storage\":\"hidden\"},"
                + "{\"vmid\":101}],\"storages\":[{\"storage\":\"local\",\"active\":false}]}"));
    assertEquals(List.of(new Storage("local", true, false)), proxmox.storages(PVE1));
    server.faults().on("GET", ".*/storage").inject(Fault.refusal(500, "no"));
    assertThrows(PveRefused.class, () -> proxmox.storages(PVE1));
    assertEquals(1, proxmox.storages(PVE1).size());
  }
}
