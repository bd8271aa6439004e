package io.github.riskyproxmox.domain.vm;

/**
 * A VM's address: PVE's paths name the node and the vmid.
 *
 * @param node the node that holds its configuration
 * @param id its number
 */
public record VmRef(NodeName node, VmId id) {
  @Override
  public String toString() {
    return node + "/" + id;
  }
}
