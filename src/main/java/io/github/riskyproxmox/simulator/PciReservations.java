package io.github.riskyproxmox.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which VM has which host device of a node (qemu-server PCI.pm: choose_hostpci_devices and
 * reserve_pci_usage; pve-api.md §10). Guarded by the cluster's monitor.
 */
final class PciReservations {
  private static final String MAPPING = "mapping=";

  private final List<ScenarioMapping> mappings;
  private final Map<String, Reservation> byDevice = new TreeMap<>();

  PciReservations(List<ScenarioMapping> mappings) {
    this.mappings = mappings.stream().filter(one -> one.type().equals("pci")).toList();
  }

  /** Reserves all devices of a VM that is about to start; returns PVE's error if one is in use. */
  Optional<String> reserve(SimVm vm, SimTask task, Instant now) {
    Set<String> chosen = new HashSet<>();
    List<String> lines = vm.hardware().hostPci();
    for (int index = 0; index < lines.size(); index++) {
      String line = lines.get(index);
      if (line.contains("mdev=")) {
        continue;
      }
      List<List<String>> alternatives = alternatives(line, vm.node());
      if (alternatives.isEmpty()) {
        return Optional.of("PCI device mapping not found for '" + id(line) + "'");
      }
      Optional<List<String>> free =
          alternatives.stream()
              .filter(one -> one.stream().noneMatch(device -> taken(chosen, device)))
              .filter(one -> busy(vm, one, now).isEmpty())
              .findFirst();
      if (free.isPresent()) {
        free.get().forEach(device -> printLeftover(vm, device, task));
        chosen.addAll(free.get());
      } else if (alternatives.size() > 1) {
        return Optional.of("could not find a free device for 'hostpci" + index + "'");
      } else {
        return busy(vm, alternatives.get(0), now)
            .or(() -> Optional.of("device '" + line + "' assigned more than once"));
      }
    }
    for (String device : chosen) {
      overlapping(vm, device).forEach(old -> byDevice.remove(old.getKey()));
      byDevice.put(key(vm, device), held(vm, 0));
    }
    return Optional.empty();
  }

  /** QEMU started: the reserved devices are now in use. */
  void use(SimVm vm, long pid) {
    if (byDevice.values().stream().noneMatch(held -> held.owner() == vm)) {
      // It ran already when the simulator began.
      for (String line : vm.hardware().hostPci()) {
        alternatives(line, vm.node()).stream()
            .filter(one -> busy(vm, one, Instant.MAX).isEmpty())
            .findFirst()
            .ifPresent(one -> one.forEach(device -> byDevice.put(key(vm, device), held(vm, pid))));
      }
    }
    byDevice.replaceAll((device, held) -> held.owner() == vm ? held(vm, pid) : held);
  }

  private static Reservation held(SimVm vm, long pid) {
    return new Reservation(vm, pid, Instant.MIN);
  }

  /** The VM's clean-up is complete. */
  void release(SimVm vm, Instant now) {
    Instant until = now.plus(vm.guest().pciLinger());
    if (until.isAfter(now)) {
      byDevice.replaceAll(
          (device, held) -> held.owner() == vm ? new Reservation(vm, held.pid(), until) : held);
    } else {
      byDevice.values().removeIf(held -> held.owner() == vm);
    }
  }

  /** The VM did not start. */
  void cancel(SimVm vm) {
    byDevice.values().removeIf(held -> held.owner() == vm && held.pid() == 0);
  }

  /** Each is passed as a whole; one for a raw address. */
  private List<List<String>> alternatives(String line, String node) {
    if (!line.startsWith(MAPPING)) {
      String addresses = line.startsWith("host=") ? line.substring("host=".length()) : line;
      return List.of(devices(addresses.split(",", -1)[0]));
    }
    return mappings.stream()
        .filter(mapping -> mapping.id().equals(id(line)))
        .flatMap(mapping -> mapping.paths(node).stream())
        .map(PciReservations::devices)
        .toList();
  }

  private static List<String> devices(String list) {
    return Stream.of(list.split(";", -1))
        .map(device -> device.indexOf(':') == device.lastIndexOf(':') ? "0000:" + device : device)
        .toList();
  }

  private static String id(String line) {
    return line.substring(line.indexOf('=') + 1).split(",", -1)[0];
  }

  /** Why one of these devices cannot be had now. */
  private Optional<String> busy(SimVm vm, List<String> devices, Instant now) {
    for (String device : devices) {
      for (Map.Entry<String, Reservation> held : overlapping(vm, device)) {
        Reservation reservation = held.getValue();
        String by = " by VMID '" + reservation.owner().vmid() + "'";
        String name = function(device, held.getKey());
        if (reservation.owner() != vm && reservation.pid() == 0) {
          return Optional.of("PCI device '" + name + "' is currently reserved for use" + by);
        }
        if (reservation.owner() != vm && reservation.isInUse(now)) {
          return Optional.of("PCI device '" + name + "' already in use" + by);
        }
      }
    }
    return Optional.empty();
  }

  private void printLeftover(SimVm vm, String device, SimTask task) {
    for (Map.Entry<String, Reservation> held : overlapping(vm, device)) {
      if (held.getValue().owner() != vm) {
        String name = function(device, held.getKey());
        task.print("leftover PCI reservation found for " + name + ", lets take it...");
      }
    }
  }

  private List<Map.Entry<String, Reservation>> overlapping(SimVm vm, String device) {
    List<Map.Entry<String, Reservation>> found = new ArrayList<>();
    for (Map.Entry<String, Reservation> held : byDevice.entrySet()) {
      String prefix = vm.node() + "/";
      if (held.getKey().startsWith(prefix)
          && overlap(device, held.getKey().substring(prefix.length()))) {
        found.add(held);
      }
    }
    return found;
  }

  private static boolean taken(Set<String> chosen, String device) {
    return chosen.stream().anyMatch(own -> overlap(own, device));
  }

  /** A device without a function is all its functions. */
  private static boolean overlap(String one, String other) {
    return one.equals(other) || one.startsWith(other + ".") || other.startsWith(one + ".");
  }

  /** PVE names a function, the first where all are wanted. */
  private static String function(String device, String heldKey) {
    String held = heldKey.substring(heldKey.indexOf('/') + 1);
    String narrow = held.length() > device.length() ? held : device;
    return narrow.contains(".") ? narrow : narrow + ".0";
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
