package io.github.riskyproxmox.proxmox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.riskyproxmox.domain.conflict.Mappings;
import io.github.riskyproxmox.domain.conflict.PciAddress;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import io.github.riskyproxmox.simulator.SimScenario;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Resource mappings and device lines as Proxmox sends them (pve-api.md §10). */
class MappingsContractTest extends OnSimulator {
  private static final String SCENARIO =
      """
      {"nodes": [{"name": "pve1"}],
       "mappings": [
         {"type": "pci", "id": "gpu",
          "map": ["node=pve1,path=0000:01:00.0;0000:01:00.1,id=10de:2684,iommugroup=14",
                  "id=10de:2684,path=0000:02:00,node=pve2",
                  "node=pve1,id=10de:2684", "node=not a node,path=0000:03:00.0", "", "rubbish"]},
         {"type": "usb", "id": "kbd", "map": ["node=pve1,id=046D:C52B,path=1-2.3"]}],
       "vms": [{"vmid": 101, "hostpci": ["mapping=gpu"],
                "options": {"usb0": "host=1-2", "scsi1": "nas:101/a.raw,size=8G"}}]}
      """;

  @Test
  void entriesThatMakeNoSenseAreLeftOut() {
    use(SimScenario.parse(SCENARIO));
    server.cluster().access().grant("launcher@pve", "/mapping", Set.of("Mapping.Audit"));
    server.cluster().access().grant("launcher@pve!agent", "/mapping", Set.of("Mapping.Audit"));
    NodeName pve2 = new NodeName("pve2");
    assertEquals(
        new Mappings(
            Map.of(
                "gpu",
                List.of(
                    new Mappings.PciEntry(
                        PVE1,
                        List.of(
                            new PciAddress("0000:01:00", Optional.of("0")),
                            new PciAddress("0000:01:00", Optional.of("1")))),
                    new Mappings.PciEntry(
                        pve2, List.of(new PciAddress("0000:02:00", Optional.empty()))))),
            Map.of("kbd", List.of(new Mappings.UsbEntry(PVE1, "046d:c52b", "1-2.3")))),
        proxmox.mappings());
  }

  @Test
  void withoutThePrivilegeThereIsNone() {
    use(SimScenario.parse(SCENARIO));
    assertEquals(Mappings.NONE, proxmox.mappings());
  }

  @Test
  void theyAreReadOnceAMinute() {
    use(SimScenario.parse(SCENARIO));
    proxmox.mappings();
    proxmox.mappings();
    assertEquals(1, count("GET .*/cluster/mapping/pci"));
    seconds(61);
    proxmox.mappings();
    assertEquals(2, count("GET .*/cluster/mapping/pci"));
  }

  @Test
  void devicesAndDisksComeAsTheyStandInTheConfiguration() {
    use(SimScenario.parse(SCENARIO));
    Map<String, String> lines =
        proxmox.configInUse(new VmRef(PVE1, new VmId(101))).orElseThrow().resources();
    assertEquals("mapping=gpu,pcie=1", lines.get("hostpci0"));
    assertEquals("host=1-2", lines.get("usb0"));
    assertEquals("nas:101/a.raw,size=8G", lines.get("scsi1"));
    assertEquals("1", server.requests().getLast().parameters().get("current"));
  }
}
