package io.github.riskyproxmox.proxmox;

import io.github.riskyproxmox.domain.conflict.ClaimReader;
import io.github.riskyproxmox.domain.conflict.Mappings;
import io.github.riskyproxmox.domain.conflict.PciAddress;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.proxmox.wire.MappingsReply;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** From PVE's resource mappings to the domain's (pve-api.md §10). */
final class MappingTranslation {
  private MappingTranslation() {}

  static Mappings mappings(List<MappingsReply.Mapping> pci, List<MappingsReply.Mapping> usb) {
    return new Mappings(
        byId(pci, MappingTranslation::pciEntry), byId(usb, MappingTranslation::usbEntry));
  }

  private static <T> Map<String, List<T>> byId(
      List<MappingsReply.Mapping> mappings, Function<Map<String, String>, Optional<T>> entry) {
    Map<String, List<T>> all = new HashMap<>();
    for (MappingsReply.Mapping mapping : mappings) {
      if (mapping.id() != null && mapping.map() != null) {
        all.put(
            mapping.id(),
            mapping.map().stream()
                .map(MappingTranslation::parts)
                .flatMap(parts -> entry.apply(parts).stream())
                .toList());
      }
    }
    return all;
  }

  private static Optional<Mappings.PciEntry> pciEntry(Map<String, String> parts) {
    List<PciAddress> together = ClaimReader.addresses(parts.getOrDefault("path", ""));
    return node(parts)
        .filter(node -> !together.isEmpty())
        .map(node -> new Mappings.PciEntry(node, together));
  }

  private static Optional<Mappings.UsbEntry> usbEntry(Map<String, String> parts) {
    String id = parts.getOrDefault("id", "").toLowerCase(Locale.ROOT);
    return node(parts).map(node -> new Mappings.UsbEntry(node, id, parts.getOrDefault("path", "")));
  }

  private static Optional<NodeName> node(Map<String, String> parts) {
    try {
      return Optional.of(new NodeName(parts.getOrDefault("node", "")));
    } catch (IllegalArgumentException unusable) {
      return Optional.empty();
    }
  }

  private static Map<String, String> parts(String entry) {
    Map<String, String> parts = new HashMap<>();
    Stream.of(entry.split(","))
        .map(part -> part.split("=", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> parts.putIfAbsent(pair[0].strip(), pair[1].strip()));
    return parts;
  }
}
