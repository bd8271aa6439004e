package io.github.riskyproxmox.domain.conflict;

import io.github.riskyproxmox.domain.vm.NodeName;
import java.util.List;
import java.util.Map;

/**
 * The resource mappings that the token may read (pve-api.md §10). Proxmox leaves out what it may
 * not read, so a missing mapping says nothing.
 *
 * @param pci by id, the entries in Proxmox's order
 * @param usb by id, one entry per node
 */
public record Mappings(Map<String, List<PciEntry>> pci, Map<String, List<UsbEntry>> usb) {
  /** No mapping is known. */
  public static final Mappings NONE = new Mappings(Map.of(), Map.of());

  /** Copies the maps. */
  public Mappings {
    pci = Map.copyOf(pci);
    usb = Map.copyOf(usb);
  }

  /**
   * One alternative of a PCI mapping.
   *
   * @param node where it is
   * @param together the functions that are passed together, at least one
   */
  public record PciEntry(NodeName node, List<PciAddress> together) {
    /** Copies the list. */
    public PciEntry {
      together = List.copyOf(together);
    }
  }

  /**
   * The device of a USB mapping on one node.
   *
   * @param node where it is
   * @param vendorProduct such as {@code 046d:c52b}, in lower case
   * @param port such as {@code 1-2.3}; empty if any port will do
   */
  public record UsbEntry(NodeName node, String vendorProduct, String port) {}

  /** The alternatives that a PCI mapping has on a node; empty if it is not known there. */
  List<List<PciAddress>> pciOn(NodeName node, String id) {
    return pci.getOrDefault(id, List.of()).stream()
        .filter(entry -> entry.node().equals(node))
        .map(PciEntry::together)
        .toList();
  }

  /** The devices that a USB mapping has on a node; empty if it is not known there. */
  List<UsbEntry> usbOn(NodeName node, String id) {
    return usb.getOrDefault(id, List.of()).stream()
        .filter(entry -> entry.node().equals(node))
        .toList();
  }
}
