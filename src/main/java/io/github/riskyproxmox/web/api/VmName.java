package io.github.riskyproxmox.web.api;

import io.github.riskyproxmox.domain.vm.Vm;
import jakarta.json.bind.annotation.JsonbPropertyOrder;

/**
 * Which VM is meant.
 *
 * @param vmid its number
 * @param name its name
 */
@JsonbPropertyOrder({"vmid", "name"})
public record VmName(int vmid, String name) {
  /** The VM's. */
  static VmName from(Vm vm) {
    return new VmName(vm.id().value(), vm.name());
  }
}
