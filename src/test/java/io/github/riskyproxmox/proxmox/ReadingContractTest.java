package io.github.riskyproxmox.proxmox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.pve.PveRefused;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.pve.VmConfig;
import io.github.riskyproxmox.domain.vm.Inventory;
import io.github.riskyproxmox.domain.vm.Load;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.TagStyle;
import io.github.riskyproxmox.domain.vm.Tags;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import io.github.riskyproxmox.proxmox.http.Limits;
import io.github.riskyproxmox.simulator.Fault;
import io.github.riskyproxmox.simulator.NodeFailure;
import io.github.riskyproxmox.simulator.SimScenario;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReadingContractTest extends OnSimulator {
  private static final NodeName PVE3 = new NodeName("pve3");

  @Test
  void theInventoryShowsEveryVmWithStateAndTagsButNoContainer() {
    Inventory inventory = proxmox.inventory();

    Vm alpha = find(inventory, 100);
    assertEquals("alpha", alpha.name());
    assertEquals(PVE1, alpha.node());
    assertEquals(PowerState.RUNNING, alpha.power());
    assertEquals(new Tags(List.of("games", "linux")), alpha.tags());
    assertEquals(Optional.empty(), alpha.notes());
    assertTrue(alpha.cores() > 0);
    assertTrue(alpha.memoryBytes() > 0);
    Load load = alpha.load().orElseThrow();
    assertTrue(load.cpuPercent() > 0 && load.cpuPercent() < 100, load.toString());
    assertTrue(load.memoryBytes() > 0 && load.memoryBytes() < alpha.memoryBytes(), load.toString());
    assertEquals(Optional.empty(), find(inventory, 117).load());
    assertTrue(find(inventory, 103).template());
    assertEquals(Optional.of("backup"), find(inventory, 106).lock());
    assertEquals(PowerState.HIBERNATED, find(inventory, 110).power());
    assertEquals(PowerState.PAUSED, find(inventory, 111).power());
    assertEquals(PowerState.STOPPED, find(inventory, 117).power());
    assertEquals(Optional.empty(), inventory.find(new VmId(112)));
    assertEquals(19, inventory.vms().size());
    assertEquals(0, count("GET .*/config"));
  }

  @Test
  void theIndexTellsOfEveryVmInOneRequest() {
    Inventory index = proxmox.index();

    Vm alpha = find(index, 100);
    assertEquals("alpha", alpha.name());
    assertEquals(PVE1, alpha.node());
    assertEquals(PowerState.RUNNING, alpha.power());
    assertEquals(new Tags(List.of("games", "linux")), alpha.tags());
    assertEquals(find(proxmox.inventory(), 100).cores(), alpha.cores());
    assertEquals(find(proxmox.inventory(), 100).memoryBytes(), alpha.memoryBytes());
    assertTrue(alpha.load().isPresent());
    assertEquals(Optional.empty(), find(index, 113).load());
    assertTrue(find(index, 103).template());
    assertEquals(Optional.of("backup"), find(index, 106).lock());
    assertEquals(PowerState.HIBERNATED, find(index, 110).power());
    assertEquals(PowerState.PAUSED, find(index, 111).power());
    assertEquals(Optional.empty(), index.find(new VmId(112)));
    assertEquals(PowerState.UNKNOWN, find(index, 113).power());
    assertEquals(Set.of(PVE3), index.silentNodes().keySet());
    assertEquals(19, index.vms().size());
    assertTrue(proxmox.nodes().contains(PVE3));
  }

  @Test
  void theIndexAsksNoNodeAndItsStatesLagBehind() {
    use(SimScenario.many(2));
    Vm before = proxmox.index().vms().get(0);
    assertEquals(0, count("GET /nodes/pve/qemu"));
    proxmox.start(before.ref());
    seconds(2);
    assertEquals(PowerState.STOPPED, find(proxmox.index(), before.id().value()).power());
    seconds(15);
    assertEquals(PowerState.RUNNING, find(proxmox.index(), before.id().value()).power());
    assertEquals(3, count("GET /cluster/resources.*"));
    assertEquals(1, count("GET /cluster/options"));
  }

  @Test
  void aNodeThatIsDownHidesNoOtherAndItsVmsShowAsUnknown() {
    Inventory inventory = proxmox.inventory();

    Vm dead = find(inventory, 113);
    assertEquals(PowerState.UNKNOWN, dead.power());
    assertEquals("VM 113", dead.name());
    assertEquals(new Tags(List.of("linux")), dead.tags());
    assertEquals(Set.of(PVE3), inventory.silentNodes().keySet());
    assertEquals(PowerState.STOPPED, find(inventory, 114).power());
  }

  @Test
  void aNodeThatDiesAndComesBackIsFollowed() {
    assertFalse(proxmox.inventory().silentNodes().containsKey(new NodeName("pve2")));

    server.cluster().nodeDown("pve2", NodeFailure.BROKEN_PIPE);
    Inventory without = proxmox.inventory();
    assertEquals(PowerState.UNKNOWN, find(without, 114).power());
    String words = without.silentNodes().getOrDefault(new NodeName("pve2"), "");
    assertTrue(words.contains("Broken pipe") || words.contains("offline"), words);

    server.cluster().nodeUp("pve2");
    seconds(30);
    assertEquals(PowerState.STOPPED, find(proxmox.inventory(), 114).power());
  }

  @Test
  void withOneNodeChosenOnlyThatOneIsAsked() {
    PveGateway gateway = gateway(Limits.STANDARD, "PVE_NODE", "pve2");

    assertEquals(
        List.of(114), gateway.inventory().vms().stream().map(vm -> vm.id().value()).toList());
    assertEquals(Optional.empty(), gateway.locate(new VmId(100)));
    assertEquals(0, count("GET /nodes/pve1/.*"));
    assertEquals(0, count("GET /nodes"));
  }

  @Test
  void whenTheOnlyNodeAskedIsDownReadingFails() {
    PveGateway gateway = gateway(Limits.STANDARD, "PVE_NODE", "pve3");

    PveUnavailable down = assertThrows(PveUnavailable.class, gateway::inventory);

    assertTrue(down.getMessage().contains("Connection refused"), down.getMessage());
  }

  @Test
  void aNodeNameThatDoesNotExistIsSaidInProxmoxsWords() {
    PveGateway gateway = gateway(Limits.STANDARD, "PVE_NODE", "nowhere");

    PveRefused unknown = assertThrows(PveRefused.class, gateway::inventory);

    assertTrue(unknown.getMessage().contains("nowhere"), unknown.getMessage());
  }

  @Test
  void aNodeNameInAnotherCaseIsSaidWithTheOneThatWasMeant() {
    for (String written : List.of("Pve2", "PVE2")) {
      PveGateway gateway = gateway(Limits.STANDARD, "PVE_NODE", written);

      PveRefused unknown = assertThrows(PveRefused.class, gateway::inventory);

      assertEquals(
          "There is no node " + written + "; did you mean pve2? Correct PVE_NODE.",
          unknown.getMessage());
    }
  }

  @Test
  void aNodeNameThatDoesNotExistIsSaidWithThoseThatDo() {
    PveGateway gateway = gateway(Limits.STANDARD, "PVE_NODE", "nowhere");

    PveRefused unknown = assertThrows(PveRefused.class, gateway::inventory);

    assertEquals(
        "There is no node nowhere; Proxmox has pve1, pve2, pve3. Correct PVE_NODE.",
        unknown.getMessage());
  }

  @Test
  void notesAreReadFromEachConfiguration() {
    Map<VmRef, Optional<String>> notes = new HashMap<>();
    proxmox
        .configs(List.of(vm(100), vm(117), vm(999)))
        .forEach((vm, config) -> notes.put(vm, config.flatMap(VmConfig::notes)));

    assertEquals(
        Map.of(
            vm(100),
            Optional.of("The **alpha** machine: äöü € <b>x</b>\nsecond line"),
            vm(117),
            Optional.<String>empty()),
        notes);
    assertEquals(3, count("GET .*/config"));
  }

  @Test
  void tagStylesAndTheListOfNodesAreNotReadEachTime() {
    use(SimScenario.many(2));
    for (int round = 0; round < 3; round++) {
      assertEquals(2, proxmox.inventory().vms().size());
      seconds(5);
    }

    assertEquals(1, count("GET /cluster/options"));
    assertEquals(1, count("GET /nodes"));
    assertEquals(3, count("GET /nodes/pve/qemu"));
  }

  @Test
  void theDatacentersTagStyleIsRead() {
    assertEquals(
        new TagStyle(
            "full",
            false,
            true,
            Map.of(
                "games", new TagStyle.Override("ff0000", Optional.of("ffffff")),
                "linux", new TagStyle.Override("00ff00", Optional.empty()))),
        proxmox.inventory().tagStyle());

    use(SimScenario.many(1));
    assertEquals(TagStyle.DEFAULT, proxmox.inventory().tagStyle());
  }

  @Test
  void tagStylesThatCannotBeReadDoNotHideTheVms() {
    server
        .faults()
        .on("GET", "/cluster/options")
        .always()
        .inject(Fault.refusal(403, "Permission check failed"));

    Inventory inventory = proxmox.inventory();

    assertEquals(TagStyle.DEFAULT, inventory.tagStyle());
    assertEquals(19, inventory.vms().size());
  }

  @Test
  void configurationsThatCannotBeReadAreJustMissing() {
    server
        .faults()
        .on("GET", "/nodes/pve1/qemu/100/config")
        .always()
        .inject(Fault.refusal(403, "Permission check failed (/vms/100, VM.Audit)"));
    server
        .faults()
        .on("GET", "/nodes/pve1/qemu/101/config")
        .inject(Fault.status(595, "No route to host"));

    Map<VmRef, Optional<VmConfig>> configs = proxmox.configs(List.of(vm(100), vm(101)));

    assertEquals(Map.of(vm(100), Optional.empty()), configs);
  }

  @Test
  void statusIsLive() {
    assertEquals(PowerState.RUNNING, proxmox.status(vm(100)).orElseThrow().power());
    assertEquals(PowerState.STOPPED, proxmox.status(vm(117)).orElseThrow().power());
    assertEquals(PowerState.PAUSED, proxmox.status(vm(111)).orElseThrow().power());
    assertEquals(PowerState.HIBERNATED, proxmox.status(vm(110)).orElseThrow().power());
    assertEquals(Optional.of("suspended"), proxmox.status(vm(110)).orElseThrow().lock());
    assertTrue(proxmox.status(vm(119)).orElseThrow().haManaged());
    assertFalse(proxmox.status(vm(100)).orElseThrow().haManaged());
  }

  @Test
  void aVmThatIsNotThereHasNeitherStatusNorConfiguration() {
    assertEquals(Optional.empty(), proxmox.status(vm(999)));
    assertEquals(Optional.empty(), proxmox.config(vm(999)));

    server.cluster().migrate(117, "pve2");
    assertEquals(Optional.empty(), proxmox.status(vm(117)));
    assertEquals(
        Optional.of(new VmRef(new NodeName("pve2"), new VmId(117))), proxmox.locate(new VmId(117)));
  }

  @Test
  void aVmIsFoundWhereverItIsAndAContainerIsNone() {
    assertEquals(Optional.of(vm(100)), proxmox.locate(new VmId(100)));
    assertEquals(Optional.of(new VmRef(PVE3, new VmId(113))), proxmox.locate(new VmId(113)));
    assertEquals(Optional.empty(), proxmox.locate(new VmId(112)));
    assertEquals(Optional.empty(), proxmox.locate(new VmId(999)));
  }

  @Test
  void theConfigurationTellsOfDevices() {
    VmConfig gpu = proxmox.config(vm(104)).orElseThrow();
    assertEquals(Optional.of("l26"), gpu.ostype());
    assertEquals(Optional.of("hostpci0"), gpu.device("hostpci"));
    assertTrue(gpu.memoryMiB() > 0);

    VmConfig sharing = proxmox.config(vm(116)).orElseThrow();
    assertTrue(sharing.device("virtiofs").isPresent(), sharing.toString());

    VmConfig plain = proxmox.config(vm(100)).orElseThrow();
    assertEquals(Optional.empty(), plain.device("hostpci"));
    assertTrue(plain.notes().orElseThrow().startsWith("The **alpha**"));
  }

  @Test
  void guestsOfANodeAreReadLiveWithoutNotes() {
    Set<Integer> running =
        proxmox.guests(PVE1).stream()
            .filter(vm -> vm.power().holdsResources())
            .map(vm -> vm.id().value())
            .collect(Collectors.toSet());

    assertEquals(Set.of(100, 101, 102, 111, 115, 116, 118, 119), running);
    assertEquals(0, count("GET .*/config"));
    assertEquals(0, count("GET /cluster/.*"));
  }

  @Test
  void fiveThousandVmsAreRead() {
    use(SimScenario.many(5000));

    Inventory inventory = proxmox.inventory();

    assertEquals(5000, inventory.vms().size());
    assertEquals(3, server.requests().size());
  }

  @Test
  void reachingNobodyIsSaid() {
    server.faults().outage(Duration.ofMinutes(1));

    assertThrows(PveUnavailable.class, proxmox::inventory);

    clock.advance(Duration.ofMinutes(1));
    assertEquals(19, proxmox.inventory().vms().size());
  }

  @Test
  void connectionsThatTheApiDaemonDroppedAreReplaced() {
    proxmox.inventory();
    server.faults().dropConnections();

    assertEquals(19, proxmox.inventory().vms().size());
  }

  private static Vm find(Inventory inventory, int vmid) {
    return inventory.find(new VmId(vmid)).orElseThrow();
  }
}
