package io.github.riskyproxmox.simulator;

import jakarta.json.JsonArrayBuilder;
import java.util.List;

/** The read endpoints of guests; their data is live. */
final class GuestReads {
  private GuestReads() {}

  static List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of("GET", "/nodes/{node}/qemu", call -> list(call, false))
            .asForwarded()
            .with("full", Parameter.flag()),
        Endpoint.of("GET", "/nodes/{node}/lxc", call -> list(call, true)).asForwarded(),
        Endpoint.of("GET", "/nodes/{node}/qemu/{vmid}/status/current", GuestReads::current)
            .asForwarded()
            .needing("/vms/{vmid}", "VM.Audit"));
  }

  private static Payload list(ApiCall call, boolean containers) {
    JsonArrayBuilder guests = JsonTree.array();
    for (SimVm vm : call.cluster().vms()) {
      if (vm.node().equals(call.node())
          && vm.isContainer() == containers
          && call.may("/vms/" + vm.vmid(), "VM.Audit")) {
        guests.add(GuestView.entry(call.cluster(), vm, call.flag("full")));
      }
    }
    return Payload.of(guests);
  }

  private static Payload current(ApiCall call) {
    return Payload.of(GuestView.current(call.cluster(), call.vm()));
  }
}
