package io.github.riskyproxmox.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.conflict.Mappings;
import io.github.riskyproxmox.domain.conflict.PciAddress;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import jakarta.enterprise.event.Startup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which VMs exclude each other, as the snapshot says it. */
class ExcludesTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final MonitorRig rig = new MonitorRig();
  private final FakeProxmox proxmox = rig.proxmox();

  ExcludesTest() {
    for (int id = 101; id <= 104; id++) {
      proxmox.put(FakeProxmox.vm(id, "pve", "vm-" + id));
    }
  }

  @Test
  void whereTwoVmsShareADiskOnlyTheyExcludeEachOther() {
    proxmox.configure(101, Map.of("scsi0", "nas:a"));
    proxmox.configure(103, Map.of("scsi0", "nas:a"));
    begin();

    assertEquals(Optional.of(List.of(103)), excludes(101));
    assertEquals(Optional.of(List.of(101)), excludes(103));
    assertEquals(Optional.of(List.of()), excludes(102));
  }

  @Test
  void whereNothingIsSharedEachExcludesAllOthersOfItsNode() {
    proxmox.put(FakeProxmox.vm(201, "attic", "far"));
    proxmox.put(FakeProxmox.tagged(FakeProxmox.vm(104, "pve", "nas"), "keep"));
    begin();

    assertEquals(Optional.of(List.of(102, 103)), excludes(101));
    assertEquals(Optional.of(List.of()), excludes(104));
    assertEquals(Optional.of(List.of()), excludes(201));
  }

  @Test
  void theSettingDecides() {
    InventoryMonitor devices = monitor("devices");
    assertEquals(List.of(), devices.snapshot().excludes().get(new VmId(101)));

    InventoryMonitor node = monitor("node");
    assertEquals(3, node.snapshot().excludes().get(new VmId(101)).size());
  }

  @Test
  void nothingIsSaidUntilAllConfigurationsOfTheNodeAreKnown() {
    for (int id = 200; id < 200 + ConfigCache.BATCH; id++) {
      proxmox.put(FakeProxmox.vm(id, "pve", "many-" + id));
    }
    proxmox.put(FakeProxmox.vm(900, "attic", "a-lone-one"));
    begin();
    assertEquals(Optional.empty(), excludes(101));
    long before = rig.monitor().snapshot().revision();

    rig.advance(Duration.ofSeconds(2));

    assertEquals(Optional.of(3 + ConfigCache.BATCH), excludes(101).map(List::size));
    assertEquals(Optional.of(List.of()), excludes(900));
    assertTrue(rig.monitor().snapshot().revision() > before);
  }

  @Test
  void aNewVmIsNotKnownAndSoIsItsNodeUntilItHasBeenRead() {
    begin();
    rig.monitor().streamOpened();
    proxmox.hideConfigs();
    proxmox.put(FakeProxmox.vm(105, "pve", "new"));
    rig.advance(Duration.ofSeconds(10));

    assertEquals(Optional.empty(), excludes(101));
    assertEquals(Optional.empty(), excludes(105));
  }

  @Test
  void theVmsOfASilentNodeAreNotKnown() {
    proxmox.put(FakeProxmox.vm(201, "attic", "far"));
    proxmox.noAnswer("attic");
    begin();

    assertEquals(Optional.empty(), excludes(201));
    assertEquals(Optional.of(List.of(102, 103, 104)), excludes(101));
  }

  @Test
  void aVmWhoseConfigurationIsRefusedMayClaimAnything() {
    proxmox.configure(101, Map.of("scsi0", "nas:a"));
    proxmox.configure(103, Map.of("scsi0", "nas:a"));
    proxmox.refuseConfig(104);
    begin();

    assertEquals(Optional.of(List.of(104)), excludes(102));
    assertEquals(Optional.of(List.of(103, 104)), excludes(101));
    assertEquals(Optional.of(List.of(101, 102, 103)), excludes(104));
  }

  @Test
  void aTemplateTakesNoPart() {
    proxmox.put(template(104, "pve"));
    begin();

    assertEquals(Optional.of(List.of(102, 103)), excludes(101));
    assertEquals(Optional.empty(), excludes(104));
  }

  /** Proxmox does not say of a VM of such a node whether it is a template. */
  @Test
  void aNodeThatFallsSilentKeepsWhatWasKnown() {
    proxmox.put(FakeProxmox.vm(201, "attic", "far"));
    proxmox.put(template(202, "attic"));
    begin();
    rig.monitor().streamOpened();
    proxmox.noAnswer("attic");
    rig.advance(MINUTE.multipliedBy(3));

    assertTrue(
        rig.monitor().snapshot().inventory().silentNodes().containsKey(new NodeName("attic")));
    assertEquals(Optional.of(List.of()), excludes(201));
    assertEquals(Optional.empty(), excludes(202));
  }

  @Test
  void anEditedTagChangesThoseVmsThatItConcerns() {
    proxmox.configure(101, Map.of("scsi0", "nas:a"));
    proxmox.configure(103, Map.of("scsi0", "nas:a"));
    proxmox.put(FakeProxmox.tagged(FakeProxmox.vm(102, "pve", "vm-102"), "exclusive-video"));
    begin();
    SiteSnapshot before = rig.monitor().snapshot();

    proxmox.put(FakeProxmox.tagged(FakeProxmox.vm(101, "pve", "vm-101"), "exclusive-video"));
    rig.advance(MINUTE);
    SiteSnapshot after = rig.monitor().fresh();

    assertEquals(Optional.of(List.of(102, 103)), excludes(101));
    assertEquals(Optional.of(List.of(101)), excludes(102));
    assertTrue(after.revision() > before.revision());
    assertEquals(after.revision(), after.changedAt().get(new VmId(102)));
    assertEquals(before.changedAt().get(new VmId(103)), after.changedAt().get(new VmId(103)));
  }

  @Test
  void anEditedConfigurationIsSeenByTheRotation() {
    begin();
    rig.monitor().streamOpened();
    rig.advance(MINUTE);

    proxmox.configure(101, Map.of("scsi0", "nas:a"));
    proxmox.configure(103, Map.of("scsi0", "nas:a"));
    rig.advance(ConfigCache.PERIOD.multipliedBy(6));

    assertEquals(Optional.of(List.of(103)), excludes(101));
    assertEquals(Optional.of(List.of()), excludes(102));
  }

  @Test
  void aPoolExcludesNobodyWhileItHasADeviceForEachAndTheMappingsCostTwoRequestsInTenMinutes() {
    NodeName pve = new NodeName("pve");
    proxmox.map(
        new Mappings(
            Map.of("cards", List.of(entry(pve, "01:00.0"), entry(pve, "02:00.0"))), Map.of()));
    for (int id = 101; id <= 104; id++) {
      proxmox.configure(id, Map.of("scsi0", "local:" + id));
    }
    begin();
    rig.monitor().streamOpened();
    rig.advance(MINUTE);
    assertEquals(0, proxmox.mappingRequests());
    proxmox.configure(101, Map.of("hostpci0", "mapping=cards", "scsi0", "nas:a"));
    proxmox.configure(102, Map.of("hostpci0", "mapping=cards"));
    proxmox.configure(103, Map.of("hostpci0", "02:00", "scsi0", "nas:a"));

    rig.advance(Duration.ofMinutes(9));
    assertEquals(Optional.of(List.of(103)), excludes(101));
    assertEquals(Optional.of(List.of(103)), excludes(102), "it may hold the device of 103");
    assertEquals(2, proxmox.mappingRequests());

    rig.advance(MINUTE.multipliedBy(30));
    assertTrue(proxmox.mappingRequests() <= 8, proxmox.mappingRequests() + " requests");
  }

  @Test
  void whileNothingChangesTheRevisionStays() {
    proxmox.configure(101, Map.of("hostpci0", "mapping=cards"));
    begin();
    rig.monitor().streamOpened();
    rig.advance(MINUTE);
    long before = rig.monitor().snapshot().revision();

    rig.advance(Duration.ofMinutes(30));

    assertEquals(before, rig.monitor().snapshot().revision());
  }

  private static Vm template(int id, String node) {
    Vm vm = FakeProxmox.vm(id, node, "template");
    return new Vm(
        vm.ref(),
        vm.name(),
        vm.power(),
        vm.lock(),
        vm.tags(),
        vm.notes(),
        true,
        vm.uptime(),
        vm.cores(),
        vm.memoryBytes());
  }

  private static Mappings.PciEntry entry(NodeName node, String address) {
    return new Mappings.PciEntry(node, List.of(PciAddress.parse(address).orElseThrow()));
  }

  private void begin() {
    rig.monitor().startup(new Startup());
    rig.advance(Duration.ZERO);
  }

  private InventoryMonitor monitor(String exclude) {
    InventoryMonitor monitor =
        new InventoryMonitor(
            proxmox, MonitorRig.settings(exclude), rig.time(), new RecordedEvents<>());
    monitor.startup(new Startup());
    rig.advance(Duration.ZERO);
    return monitor;
  }

  private Optional<List<Integer>> excludes(int id) {
    return Optional.ofNullable(rig.monitor().snapshot().excludes().get(new VmId(id)))
        .map(vms -> vms.stream().map(VmId::value).toList());
  }
}
