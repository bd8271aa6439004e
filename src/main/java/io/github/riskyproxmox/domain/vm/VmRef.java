package io.github.riskyproxmox.domain.vm;

/**
 * A guest's address: PVE's paths name the node, the kind of guest and the vmid.
 *
 * @param node the node that holds its configuration
 * @param id its number
 * @param type whether it is a VM or a container
 */
public record VmRef(NodeName node, VmId id, GuestType type) {
  /** The address of a VM. */
  public VmRef(NodeName node, VmId id) {
    this(node, id, GuestType.QEMU);
  }

  /** Whether it is a container. */
  public boolean isContainer() {
    return type == GuestType.LXC;
  }

  @Override
  public String toString() {
    return node + "/" + id;
  }
}
