package io.github.riskyproxmox.proxmox;

import io.github.riskyproxmox.domain.pve.VmConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Translates the configuration of a VM or a container. */
final class ConfigTranslation {
  // All that the guest shares with the host or with other guests; devN are a container's.
  private static final Pattern DEVICE =
      Pattern.compile("(hostpci|virtiofs|usb|ivshmem)\\d*|dev\\d{1,3}");
  // The raw lines of a container: [["lxc.mount.entry", "/dev/dri dev/dri none bind"], ...].
  private static final String RAW_LINES = "lxc";
  private static final Pattern GRAPHICS = Pattern.compile("/dev/(?:dri|nvidia)");
  private static final Pattern NETWORK_CARD = Pattern.compile("net\\d+");
  // A number, or since PVE 8.1 also "current=4096" (qemu-server, PVE/QemuServer/Memory.pm).
  private static final Pattern MEMORY = Pattern.compile("(?:.*current=)?(\\d{1,12}).*");
  private static final Pattern DISK =
      Pattern.compile("(?:ide|sata|scsi|virtio)\\d+|efidisk\\d|tpmstate\\d|vmstate");
  // "local-lvm:vm-101-disk-0,size=32G"; a path and "none" have no storage.
  private static final Pattern VOLUME = Pattern.compile("([A-Za-z][A-Za-z0-9._-]*):.*");
  private static final Pattern CD = Pattern.compile("(?:.*,)?media=cdrom(?:,.*)?");
  private static final Pattern OSTYPE = Pattern.compile("[a-z0-9]{1,20}");
  // "order=1,up=30", or only "1".
  private static final Pattern ORDER = Pattern.compile("(?:^|,)(?:order=)?(\\d{1,9})(?:,|$)");
  private static final long DEFAULT_MEMORY_MIB = 512;

  /** Twice Proxmox's own limit: notes are kept in memory, and not only Proxmox may answer. */
  private static final int LONGEST_NOTES = 16_384;

  private ConfigTranslation() {}

  static VmConfig config(Map<String, Object> data) {
    SortedSet<String> devices = new TreeSet<>();
    SortedSet<String> storages = new TreeSet<>();
    SortedMap<String, String> resources = new TreeMap<>();
    int networkCards = 0;
    for (Map.Entry<String, Object> entry : data.entrySet()) {
      String key = entry.getKey();
      if (DISK.matcher(key).matches() || DEVICE.matcher(key).matches()) {
        resources.put(key, text(entry.getValue()));
      }
      if (DISK.matcher(key).matches()) {
        storage(text(entry.getValue())).ifPresent(storages::add);
      }
      if (DEVICE.matcher(key).matches()) {
        devices.add(key);
      }
      networkCards += NETWORK_CARD.matcher(key).matches() ? 1 : 0;
    }
    resources.putAll(rawGraphicsLines(data.get(RAW_LINES)));
    return new VmConfig(
        notes(data),
        devices,
        memory(data),
        networkCards,
        storages,
        resources,
        Optional.of(text(data.get("ostype"))).filter(word -> OSTYPE.matcher(word).matches()),
        startupOrder(data));
  }

  /** Guests without an order start after those with one (pve-manager, PVE/API2/Nodes.pm). */
  private static Optional<Integer> startupOrder(Map<String, Object> data) {
    if (!text(data.get("onboot")).equals("1")) {
      return Optional.empty();
    }
    Matcher order = ORDER.matcher(text(data.get("startup")));
    return Optional.of(order.find() ? Integer.parseInt(order.group(1)) : Integer.MAX_VALUE);
  }

  private static Optional<String> storage(String disk) {
    Matcher volume = VOLUME.matcher(disk);
    return volume.matches() && !CD.matcher(disk).matches()
        ? Optional.of(volume.group(1))
        : Optional.empty();
  }

  private static Optional<String> notes(Map<String, Object> data) {
    return Optional.ofNullable(data.get("description"))
        .map(ConfigTranslation::text)
        .filter(text -> !text.isBlank())
        .map(text -> text.substring(0, Math.min(text.length(), LONGEST_NOTES)));
  }

  private static long memory(Map<String, Object> data) {
    Matcher memory = MEMORY.matcher(text(data.get("memory")));
    return memory.matches() ? Long.parseLong(memory.group(1)) : DEFAULT_MEMORY_MIB;
  }

  private static SortedMap<String, String> rawGraphicsLines(@Nullable Object lines) {
    SortedMap<String, String> graphics = new TreeMap<>();
    if (lines instanceof List<?> all) {
      for (int index = 0; index < all.size(); index++) {
        if (all.get(index) instanceof List<?> pair && pair.size() == 2) {
          String line = text(pair.get(0)) + ": " + text(pair.get(1));
          if (GRAPHICS.matcher(line).find()) {
            graphics.put(RAW_LINES + index, line);
          }
        }
      }
    }
    return graphics;
  }

  /** A value as text; empty for a list, which is no value of the keys that are read. */
  private static String text(@Nullable Object value) {
    return value instanceof String text ? text : "";
  }
}
