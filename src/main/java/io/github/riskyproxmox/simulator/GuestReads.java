package io.github.riskyproxmox.simulator;

import jakarta.json.JsonArrayBuilder;
import java.util.List;

/** The read endpoints of guests; their data is live. */
final class GuestReads {
  private GuestReads() {}

  static List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of("GET", "/nodes/{node}/qemu", call -> list(call, GuestKind.VM))
            .asForwarded()
            .with("full", Parameter.flag()),
        Endpoint.of("GET", "/nodes/{node}/lxc", call -> list(call, GuestKind.CONTAINER))
            .asForwarded(),
        current(GuestKind.VM),
        current(GuestKind.CONTAINER));
  }

  private static Endpoint current(GuestKind kind) {
    return Endpoint.of(
            "GET",
            "/nodes/{node}/" + kind.pathWord() + "/{vmid}/status/current",
            call -> Payload.of(GuestView.current(call.cluster(), call.guest(kind))))
        .asForwarded()
        .needing("/vms/{vmid}", "VM.Audit");
  }

  private static Payload list(ApiCall call, GuestKind kind) {
    JsonArrayBuilder guests = JsonTree.array();
    for (SimVm vm : call.cluster().vms()) {
      if (vm.node().equals(call.node())
          && vm.kind() == kind
          && call.may("/vms/" + vm.vmid(), "VM.Audit")) {
        guests.add(GuestView.entry(call.cluster(), vm, call.flag("full")));
      }
    }
    return Payload.of(guests);
  }
}
