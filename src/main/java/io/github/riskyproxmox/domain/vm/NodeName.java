package io.github.riskyproxmox.domain.vm;

import java.util.regex.Pattern;

/**
 * A Proxmox node's name: one DNS label, so it can be used in a path as it is.
 *
 * @param value letters, digits and inner hyphens, at most 63
 */
public record NodeName(String value) implements Comparable<NodeName> {
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

  /**
   * Checks the form (PVE: pve-node).
   *
   * @throws IllegalArgumentException if it is no such label
   */
  public NodeName {
    if (!LABEL.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "A node name is made of letters, digits and hyphens, not "
              + ForeignText.quoted(value)
              + ".");
    }
  }

  @Override
  public int compareTo(NodeName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
