package io.github.riskyproxmox.simulator;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The host devices of a node and the VMs that use them (qemu-server PCI.pm:reserve_pci_usage).
 * Guarded by the cluster's monitor.
 */
final class PciReservations {
  private final Map<String, Reservation> byDevice = new HashMap<>();

  /** Reserves all devices of a VM that is about to start; returns PVE's error if one is in use. */
  Optional<String> reserve(SimVm vm, SimTask task, Instant now) {
    for (String device : vm.hardware().hostPci()) {
      Reservation reservation = byDevice.get(key(vm, device));
      if (reservation == null || reservation.owner() == vm) {
        continue;
      }
      String by = " by VMID '" + reservation.owner().vmid() + "'";
      if (reservation.pid() == 0) {
        return Optional.of("PCI device '" + device + "' is currently reserved for use" + by);
      }
      if (reservation.isInUse(now)) {
        return Optional.of("PCI device '" + device + "' already in use" + by);
      }
      task.print("leftover PCI reservation found for " + device + ", lets take it...");
    }
    put(vm, new Reservation(vm, 0, Instant.MIN));
    return Optional.empty();
  }

  /** QEMU started: the reserved devices are now in use. */
  void use(SimVm vm, long pid) {
    put(vm, new Reservation(vm, pid, Instant.MIN));
  }

  /** The VM's clean-up is complete. */
  void release(SimVm vm, Instant now) {
    Instant until = now.plus(vm.guest().pciLinger());
    for (String device : vm.hardware().hostPci()) {
      Reservation reservation = byDevice.get(key(vm, device));
      if (reservation != null && reservation.owner() == vm) {
        if (until.isAfter(now)) {
          byDevice.put(key(vm, device), new Reservation(vm, reservation.pid(), until));
        } else {
          byDevice.remove(key(vm, device));
        }
      }
    }
  }

  /** The VM did not start. */
  void cancel(SimVm vm) {
    byDevice.values().removeIf(held -> held.owner() == vm && held.pid() == 0);
  }

  private void put(SimVm vm, Reservation reservation) {
    vm.hardware().hostPci().forEach(device -> byDevice.put(key(vm, device), reservation));
  }

  private static String key(SimVm vm, String device) {
    return vm.node() + "/" + device;
  }

  private record Reservation(SimVm owner, long pid, Instant lingersUntil) {
    boolean isInUse(Instant now) {
      return owner.process().map(qemu -> qemu.pid() == pid).orElse(false)
          || lingersUntil.isAfter(now);
    }
  }
}
