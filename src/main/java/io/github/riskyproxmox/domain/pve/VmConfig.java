package io.github.riskyproxmox.domain.pve;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What matters here of a VM's configuration.
 *
 * @param notes PVE's {@code description}
 * @param devices the keys of passed-through and shared devices, for example {@code hostpci0},
 *     {@code virtiofs0}
 * @param memoryMiB configured memory
 * @param networkCards how many {@code netN}; PVE's start limit grows with them
 */
public record VmConfig(
    Optional<String> notes, SortedSet<String> devices, long memoryMiB, int networkCards) {
  /** Copies the set. */
  public VmConfig {
    devices = new TreeSet<>(devices);
  }

  /** The first device of that kind ({@code hostpci}, {@code virtiofs}), if any. */
  public Optional<String> device(String kind) {
    return devices.stream().filter(key -> key.matches(kind + "\\d+")).findFirst();
  }
}
