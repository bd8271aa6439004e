package io.github.riskyproxmox.domain.pve;

import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The part of a guest's configuration that the agent uses.
 *
 * @param notes PVE's {@code description}
 * @param devices the keys of passed-through and shared devices, for example {@code hostpci0},
 *     {@code virtiofs0}, {@code dev0}
 * @param memoryMiB configured memory
 * @param networkCards the number of {@code netN}; PVE's start timeout grows with it
 * @param storages the storages of its disks, and of a saved state if there is one; not those of CD
 *     images
 * @param resources the lines of devices and disks ({@code hostpciN}, {@code usbN}, {@code scsiN},
 *     ...) as PVE sends them; of a container {@code devN}, and as {@code lxc0}, {@code lxc1}, ...
 *     those of its raw lines that name a graphics device, such as {@code lxc.mount.entry: /dev/dri
 *     ...} (pve-api.md §12)
 * @param ostype PVE's word for its operating system: {@code win11}, {@code l26}, {@code other},
 *     ..., of a container its distribution; empty where it says nothing
 * @param startupOrder its place among those that start with the host ({@code onboot}), as {@code
 *     startup} gives it, or the largest number; empty if it does not start with it
 */
public record VmConfig(
    Optional<String> notes,
    SortedSet<String> devices,
    long memoryMiB,
    int networkCards,
    SortedSet<String> storages,
    SortedMap<String, String> resources,
    Optional<String> ostype,
    Optional<Integer> startupOrder) {
  /** Copies the collections. */
  public VmConfig {
    devices = new TreeSet<>(devices);
    storages = new TreeSet<>(storages);
    resources = new TreeMap<>(resources);
  }

  /** One whose disks are not known. */
  public VmConfig(
      Optional<String> notes, SortedSet<String> devices, long memoryMiB, int networkCards) {
    this(
        notes,
        devices,
        memoryMiB,
        networkCards,
        new TreeSet<>(),
        new TreeMap<>(),
        Optional.empty(),
        Optional.empty());
  }

  /** One of whose devices and disks only the names are known. */
  public VmConfig(
      Optional<String> notes,
      SortedSet<String> devices,
      long memoryMiB,
      int networkCards,
      SortedSet<String> storages) {
    this(
        notes,
        devices,
        memoryMiB,
        networkCards,
        storages,
        new TreeMap<>(),
        Optional.empty(),
        Optional.empty());
  }

  /** The first device of that kind ({@code hostpci}, {@code virtiofs}), if any. */
  public Optional<String> device(String kind) {
    return devices.stream().filter(key -> key.matches(kind + "\\d+")).findFirst();
  }
}
