package io.github.riskyproxmox.domain.conflict;

import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import java.util.List;

/** Something that one running VM takes for itself (pve-api.md §10). */
public sealed interface Claim {
  /** What is claimed and by which line of the configuration: {@code 0000:01:00 (hostpci0)}. */
  Message message();

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
    public Message message() {
      return mapping.isEmpty()
          ? Message.of(MessageKey.CLAIM_PCI, joined(alternatives.get(0)), key)
          : Message.of(MessageKey.CLAIM_PCI_MAPPING, mapping, key);
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
    public Message message() {
      if (!mapping.isEmpty()) {
        return Message.of(MessageKey.CLAIM_USB_MAPPING, mapping, key);
      }
      return vendorProduct.isEmpty()
          ? Message.of(MessageKey.CLAIM_USB_PORT, port, key)
          : Message.of(MessageKey.CLAIM_USB, vendorProduct, key);
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
    public Message message() {
      return Message.of(MessageKey.CLAIM_DISK, volume);
    }
  }

  /**
   * Membership of a group, by the tag {@code exclusive-NAME}.
   *
   * @param name in lower case
   */
  record Group(String name) implements Claim {
    @Override
    public Message message() {
      return Message.of(MessageKey.CLAIM_GROUP, name);
    }
  }
}
