package io.github.riskyproxmox.domain.conflict;

import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the claims of a VM from its configuration and its tags (pve-api.md §10). */
public final class ClaimReader {
  private static final Pattern PCI_KEY = Pattern.compile("hostpci\\d{1,2}");
  private static final Pattern USB_KEY = Pattern.compile("usb\\d{1,2}");
  private static final Pattern DISK_KEY =
      Pattern.compile("(?:ide|sata|scsi|virtio)\\d{1,3}|efidisk\\d|tpmstate\\d");
  private static final Pattern VENDOR_PRODUCT = Pattern.compile("[0-9a-f]{4}:[0-9a-f]{4}");
  private static final Pattern PORT = Pattern.compile("\\d+-\\d+(?:\\.\\d+)*");

  private ClaimReader() {}

  /**
   * What a VM claims. A value that makes no sense claims nothing: Proxmox would not start the VM
   * with it.
   *
   * @param config the configuration's keys and values as Proxmox sends them
   * @param tags the VM's tags
   * @param node the VM's node: mappings have their devices by node
   * @param mappings reads the mappings; asked only if the VM uses one
   */
  public static List<Claim> claims(
      Map<String, String> config, Tags tags, NodeName node, Supplier<Mappings> mappings) {
    return claims(config, tags, node, usesMapping(config) ? mappings.get() : Mappings.NONE);
  }

  /** Whether a line names a mapping. */
  public static boolean usesMapping(Map<String, String> config) {
    return config.values().stream().anyMatch(line -> line.contains("mapping="));
  }

  /** The same with mappings that are known already. */
  public static List<Claim> claims(
      Map<String, String> config, Tags tags, NodeName node, Mappings mappings) {
    List<Claim> claims = new ArrayList<>();
    new TreeMap<>(config)
        .forEach(
            (key, value) -> {
              if (PCI_KEY.matcher(key).matches()) {
                pci(key, value, node, mappings).ifPresent(claims::add);
              } else if (USB_KEY.matcher(key).matches()) {
                claims.addAll(usb(key, value, node, mappings));
              } else if (DISK_KEY.matcher(key).matches()) {
                disk(key, value).ifPresent(claims::add);
              }
            });
    TagPolicy.groups(tags).stream().map(Claim.Group::new).forEach(claims::add);
    return List.copyOf(claims);
  }

  private static Optional<Claim> pci(String key, String value, NodeName node, Mappings mappings) {
    Map<String, String> options = options(value, "host");
    if (options.containsKey("mdev")) {
      return Optional.empty();
    }
    String mapping = options.getOrDefault("mapping", "");
    if (!mapping.isEmpty()) {
      return Optional.of(new Claim.Pci(key, mapping, mappings.pciOn(node, mapping)));
    }
    List<PciAddress> together = addresses(options.getOrDefault("host", ""));
    return together.isEmpty()
        ? Optional.empty()
        : Optional.of(new Claim.Pci(key, "", List.of(together)));
  }

  /** The addresses of a list such as {@code 01:00.0;01:00.1}, in its order. */
  public static List<PciAddress> addresses(String list) {
    return Stream.of(list.split(";")).map(PciAddress::parse).flatMap(Optional::stream).toList();
  }

  private static List<Claim> usb(String key, String value, NodeName node, Mappings mappings) {
    Map<String, String> options = options(value, "host");
    String mapping = options.getOrDefault("mapping", "");
    if (!mapping.isEmpty()) {
      List<Claim> known =
          mappings.usbOn(node, mapping).stream()
              .<Claim>map(entry -> new Claim.Usb(key, mapping, entry.vendorProduct(), entry.port()))
              .toList();
      return known.isEmpty() ? List.of(new Claim.Usb(key, mapping, "", "")) : known;
    }
    String host = options.getOrDefault("host", "").toLowerCase(Locale.ROOT);
    String bare = host.startsWith("0x") ? host.substring(2).replace(":0x", ":") : host;
    if (VENDOR_PRODUCT.matcher(bare).matches()) {
      return List.of(new Claim.Usb(key, "", bare, ""));
    }
    return PORT.matcher(host).matches() ? List.of(new Claim.Usb(key, "", "", host)) : List.of();
  }

  private static Optional<Claim> disk(String key, String value) {
    Map<String, String> options = options(value, "file");
    String volume = options.getOrDefault("file", "");
    boolean claimsNothing =
        volume.isEmpty()
            || volume.equals("none")
            || volume.equals("cdrom")
            || "cdrom".equals(options.get("media"))
            || isOn(options.get("snapshot"))
            || isOn(options.get("ro"));
    return claimsNothing ? Optional.empty() : Optional.of(new Claim.Disk(key, volume));
  }

  private static boolean isOn(@Nullable String flag) {
    return flag != null && (flag.equals("1") || flag.equals("on") || flag.equals("yes"));
  }

  /** A property string: what stands first without a key has the default key. */
  private static Map<String, String> options(String value, String defaultKey) {
    Map<String, String> options = new HashMap<>();
    for (String part : value.split(",")) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        options.putIfAbsent(defaultKey, part.strip());
      } else {
        options.putIfAbsent(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
      }
    }
    return options;
  }
}
