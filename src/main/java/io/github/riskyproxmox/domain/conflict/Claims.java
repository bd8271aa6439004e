package io.github.riskyproxmox.domain.conflict;

import java.util.List;
import java.util.stream.Stream;

/** Compares two claims. */
final class Claims {
  private Claims() {}

  /**
   * Whether the two may be for the same thing. Two claims of one mapping are, even if it has a
   * device for each.
   */
  static boolean overlap(Claim one, Claim other) {
    return switch (one) {
      case Claim.Pci mine -> other instanceof Claim.Pci theirs && overlap(mine, theirs);
      case Claim.Usb mine -> other instanceof Claim.Usb theirs && overlap(mine, theirs);
      case Claim.Disk mine ->
          other instanceof Claim.Disk theirs && mine.volume().equals(theirs.volume());
      case Claim.Group mine ->
          other instanceof Claim.Group theirs && mine.name().equals(theirs.name());
    };
  }

  /** Two claims that overlap have at least one of these in common. */
  static List<String> keys(Claim claim) {
    Stream<String> keys =
        switch (claim) {
          case Claim.Pci pci ->
              Stream.concat(
                  key("pci mapping", pci.mapping()),
                  pci.alternatives().stream()
                      .flatMap(List::stream)
                      .flatMap(address -> key("pci", address.device())));
          case Claim.Usb usb ->
              Stream.of(
                      key("usb mapping", usb.mapping()),
                      key("usb", usb.vendorProduct()),
                      key("usb port", usb.port()))
                  .flatMap(all -> all);
          case Claim.Disk disk -> key("disk", disk.volume());
          case Claim.Group group -> key("group", group.name());
        };
    return keys.toList();
  }

  private static Stream<String> key(String kind, String value) {
    return value.isEmpty() ? Stream.empty() : Stream.of(kind + " " + value);
  }

  private static boolean overlap(Claim.Pci mine, Claim.Pci theirs) {
    return sameMapping(mine.mapping(), theirs.mapping())
        || mine.alternatives().stream()
            .anyMatch(
                alternative ->
                    theirs.alternatives().stream().anyMatch(other -> overlap(alternative, other)));
  }

  /** Whether a function belongs to both of these devices. */
  static boolean overlap(List<PciAddress> one, List<PciAddress> other) {
    return one.stream().anyMatch(mine -> other.stream().anyMatch(mine::overlaps));
  }

  /** A kind of device at two known ports is two devices; at an unknown port it may be the same. */
  private static boolean overlap(Claim.Usb mine, Claim.Usb theirs) {
    if (sameMapping(mine.mapping(), theirs.mapping())) {
      return true;
    }
    if (!mine.port().isEmpty() && !theirs.port().isEmpty()) {
      return mine.port().equals(theirs.port());
    }
    return !mine.vendorProduct().isEmpty() && mine.vendorProduct().equals(theirs.vendorProduct());
  }

  private static boolean sameMapping(String one, String other) {
    return !one.isEmpty() && one.equals(other);
  }
}
