package io.github.riskyproxmox.domain.conflict;

import java.util.List;

/** Something that one running VM takes for itself (pve-api.md §10). */
public sealed interface Claim {
  /**
   * What is claimed and by which key of the configuration, such as {@code 0000:01:00 (hostpci0)}.
   */
  String label();

  /**
   * A passed-through PCI device.
   *
   * @param key such as {@code hostpci0}
   * @param mapping the id of the mapping it comes from; empty for a raw address
   * @param alternatives what it may be, in the order in which Proxmox tries them; each is passed as
   *     a whole. One for a raw address, none where the mapping cannot be read
   */
  record Pci(String key, String mapping, List<List<PciAddress>> alternatives) implements Claim {
    /** Copies the list. */
    public Pci {
      alternatives = List.copyOf(alternatives);
    }

    /** Whether it can be one device only. */
    boolean fixed() {
      return alternatives.size() == 1;
    }

    @Override
    public String label() {
      return (fixed() && mapping.isEmpty() ? joined(alternatives.get(0)) : "mapping " + mapping)
          + " ("
          + key
          + ")";
    }

    private static String joined(List<PciAddress> together) {
      return String.join(";", together.stream().map(PciAddress::toString).toList());
    }
  }

  /**
   * A passed-through USB device.
   *
   * @param key such as {@code usb0}
   * @param mapping the id of the mapping it comes from; empty for a raw device
   * @param vendorProduct such as {@code 046d:c52b}; empty if only its port is known
   * @param port such as {@code 1-2.3}; empty if only the kind of device is known
   */
  record Usb(String key, String mapping, String vendorProduct, String port) implements Claim {
    @Override
    public String label() {
      String device = vendorProduct.isEmpty() ? "port " + port : vendorProduct;
      return "USB " + (mapping.isEmpty() ? device : "mapping " + mapping) + " (" + key + ")";
    }
  }

  /**
   * A disk that the VM writes to. Proxmox does not refuse a second VM; the file system would be
   * destroyed.
   *
   * @param key such as {@code scsi0}
   * @param volume what stands before the first comma
   */
  record Disk(String key, String volume) implements Claim {
    @Override
    public String label() {
      return "disk " + volume;
    }
  }

  /**
   * Membership of a group, by the tag {@code exclusive-NAME}.
   *
   * @param name in lower case
   */
  record Group(String name) implements Claim {
    @Override
    public String label() {
      return "group " + name;
    }
  }
}
