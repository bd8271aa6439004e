package io.github.riskyproxmox.web.api;

import io.github.riskyproxmox.domain.vm.Vm;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A VM's number and name. */
@Schema(name = "VmName")
@JsonbPropertyOrder({"vmid", "name"})
public record VmName(int vmid, String name) {
  /** Those of this VM. */
  static VmName from(Vm vm) {
    return new VmName(vm.id().value(), vm.name());
  }
}
