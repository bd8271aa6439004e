package io.github.riskyproxmox.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** pve-api.md §5: when a VM is really gone, and its devices with it. */
class DevicesTest extends OnTestBed {

  @Test
  void aDeviceInUseIsReportedWithItsVm() {
    pve.act(104, "start");
    seconds(3);
    String second = pve.act(105, "start");
    seconds(1);
    assertEquals("PCI device '0000:99:00.0' already in use by VMID '104'", pve.exit(second));
  }

  @Test
  void theSecondOfTwoSimultaneousStartsFindsTheDeviceReserved() {
    String first = pve.act(104, "start");
    String second = pve.act(105, "start");
    seconds(3);
    assertEquals("OK", pve.exit(first));
    assertEquals(
        "PCI device '0000:99:00.0' is currently reserved for use by VMID '104'", pve.exit(second));
  }

  @Test
  void theTaskOfAStopHoldsTheLockToItsEndAndTheStatusSaysStoppedOnlyAfterIt() {
    pve.act(104, "start");
    seconds(3);
    String stop = pve.act(104, "stop");
    seconds(0.6);
    assertEquals("running", pve.status(104));
    assertEquals("running", pve.exit(stop));
    String again = pve.act(104, "start");
    seconds(0.1);
    assertEquals("trying to acquire lock...\n", pve.log(again));
    seconds(3);
    assertEquals("OK", pve.exit(stop));
    assertEquals("OK", pve.exit(again));
  }

  @Test
  void aLeftoverReservationIsTakenOver() {
    pve.act(104, "start");
    seconds(3);
    pve.act(104, "stop");
    seconds(0.6);
    String other = pve.act(105, "start");
    seconds(3);
    assertEquals("OK", pve.exit(other));
    assertTrue(
        pve.log(other)
            .contains("leftover PCI reservation found for 0000:99:00.0, lets take it..."));
  }

  @Test
  void aDeviceThatIsReleasedLateIsInUseALittleLonger() {
    use(
        SimScenario.parse(
            """
            {"nodes": [{"name": "pve1"}],
             "vms": [{"vmid": 104, "state": "running", "hostpci": ["0000:99:00.0"],
                      "guest": {"pciLinger": 1.5}},
                     {"vmid": 105, "hostpci": ["0000:99:00.0"]}]}
            """));
    String stop = pve.act(104, "stop");
    seconds(1);
    assertEquals("OK", pve.exit(stop));
    String tooEarly = pve.act(105, "start");
    seconds(1);
    assertEquals("PCI device '0000:99:00.0' already in use by VMID '104'", pve.exit(tooEarly));
    seconds(1);
    String later = pve.act(105, "start");
    seconds(3);
    assertEquals("OK", pve.exit(later));
  }

  @Test
  void aFailedStartGivesItsDeviceBack() {
    use(
        SimScenario.parse(
            """
            {"nodes": [{"name": "pve1"}],
             "vms": [{"vmid": 104, "hostpci": ["0000:99:00.0"],
                      "guest": {"startFailure": "start failed: QEMU exited with code 1"}},
                     {"vmid": 105, "hostpci": ["0000:99:00.0"]}]}
            """));
    pve.act(104, "start");
    seconds(3);
    String other = pve.act(105, "start");
    seconds(3);
    assertEquals("OK", pve.exit(other));
  }

  @Test
  void aGuestThatPowersItselfOffFreesItsDevice() {
    pve.act(104, "start");
    seconds(3);
    cluster.powerOffInside(104);
    seconds(2);
    String other = pve.act(105, "start");
    seconds(3);
    assertEquals("OK", pve.exit(other));
    assertTrue(!pve.log(other).contains("leftover"));
  }

  /** pve-api.md §10: several entries of a node are alternatives, the first free one is taken. */
  @Test
  void aMappingWithTwoCardsLetsTwoVmsRun() {
    use(
        SimScenario.parse(
            """
            {"nodes": [{"name": "pve1"}],
             "mappings": [{"type": "pci", "id": "cards",
                           "map": ["node=pve1,path=0000:01:00.0;0000:01:00.1,id=10de:2684",
                                   "node=pve1,path=0000:02:00.0,id=10de:2684",
                                   "node=pve2,path=0000:03:00.0,id=10de:2684"]}],
             "vms": [{"vmid": 101, "hostpci": ["mapping=cards"]},
                     {"vmid": 102, "hostpci": ["mapping=cards"]},
                     {"vmid": 103, "hostpci": ["mapping=cards"]},
                     {"vmid": 104, "hostpci": ["01:00.1"]},
                     {"vmid": 105, "hostpci": ["01:00"]},
                     {"vmid": 106, "hostpci": ["mapping=none"]}]}
            """));
    assertEquals("OK", started(101));
    assertEquals("OK", started(102));
    assertEquals("could not find a free device for 'hostpci0'", started(103));
    assertEquals("PCI device '0000:01:00.1' already in use by VMID '101'", started(104));
    assertEquals("PCI device '0000:01:00.0' already in use by VMID '101'", started(105));
    assertEquals("PCI device mapping not found for 'none'", started(106));
  }

  private String started(int vmid) {
    String task = pve.act(vmid, "start");
    seconds(3);
    return pve.exit(task);
  }
}
