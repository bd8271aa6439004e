package io.github.riskyproxmox.domain.vm;

/**
 * A guest's number, unique in the cluster (Proxmox: {@code vmid}).
 *
 * @param value 100 to 999,999,999, as PVE's JSON schema has it
 */
public record VmId(int value) implements Comparable<VmId> {
  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if PVE could not have such a guest
   */
  public VmId {
    if (value < 100 || value > 999_999_999) {
      throw new IllegalArgumentException(
          "A vmid is a number from 100 to 999999999, not " + value + ".");
    }
  }

  @Override
  public int compareTo(VmId other) {
    return Integer.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
