package io.github.riskyproxmox.domain.vm;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All QEMU guests the token may see, templates included.
 *
 * @param vms in no particular order
 * @param silentNodes nodes that do not answer, each with PVE's words; their VMs are {@link
 *     PowerState#UNKNOWN}
 * @param tagStyle the datacenter's tag style
 */
public record Inventory(List<Vm> vms, Map<NodeName, String> silentNodes, TagStyle tagStyle) {
  /** Nothing known yet. */
  public static final Inventory EMPTY = new Inventory(List.of(), Map.of(), TagStyle.DEFAULT);

  /** Copies the collections. */
  public Inventory {
    vms = List.copyOf(vms);
    silentNodes = Map.copyOf(silentNodes);
  }

  /** The guest with that number, if the token may see it. */
  public Optional<Vm> find(VmId id) {
    return vms.stream().filter(vm -> vm.id().equals(id)).findFirst();
  }
}
