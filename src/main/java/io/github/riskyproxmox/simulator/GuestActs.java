package io.github.riskyproxmox.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The endpoints that change a VM. PVE answers with a task, or refuses at once. */
final class GuestActs {
  private static final String PATH = "/nodes/{node}/qemu/{vmid}/status/";

  private GuestActs() {}

  static List<Endpoint> endpoints() {
    return List.of(
        act("start", GuestActs::start)
            .with("timeout", Parameter.count())
            .with("skiplock", Parameter.flag())
            .with("machine", Parameter.text())
            .with("force-cpu", Parameter.text())
            .with("migratedfrom", Parameter.of(Parameter.Type.NODE))
            .with("stateuri", Parameter.text()),
        act("stop", GuestActs::stop)
            .with("timeout", Parameter.count())
            .with("skiplock", Parameter.flag())
            .with("keepActive", Parameter.flag())
            .with("migratedfrom", Parameter.of(Parameter.Type.NODE))
            .with("overrule-shutdown", Parameter.flag().sinceEight(2)),
        act("shutdown", GuestActs::shutdown)
            .with("timeout", Parameter.count())
            .with("skiplock", Parameter.flag())
            .with("forceStop", Parameter.flag())
            .with("keepActive", Parameter.flag()),
        act("suspend", GuestActs::suspend)
            .with("skiplock", Parameter.flag())
            .with("todisk", Parameter.flag())
            .with("statestorage", Parameter.text()),
        act("resume", GuestActs::resume)
            .with("skiplock", Parameter.flag())
            .with("nocheck", Parameter.flag()),
        act("reset", GuestActs::reset).with("skiplock", Parameter.flag()),
        act("reboot", GuestActs::reboot).with("timeout", Parameter.count()));
  }

  private static Endpoint act(String name, Endpoint.Action action) {
    return Endpoint.of(
            "POST",
            PATH + name,
            call -> {
              refuseWhatOnlyRootMay(call);
              return action.run(call);
            })
        .asForwarded()
        .needing("/vms/{vmid}", "VM.PowerMgmt");
  }

  static void refuseWhatOnlyRootMay(ApiCall call) {
    for (String name :
        List.of("skiplock", "keepActive", "migratedfrom", "stateuri", "force-cpu", "nocheck")) {
      if (call.text(name).filter(value -> !value.equals("0")).isPresent()) {
        throw ApiError.parameters(Map.of(name, "Only root may use this option."));
      }
    }
  }

  private static Payload start(ApiCall call) {
    return Payload.of(lifecycle(call).start(GuestKind.VM, call.node(), call.vmid(), call.caller()));
  }

  private static Payload stop(ApiCall call) {
    boolean overrule = call.flag("overrule-shutdown");
    Optional<SimVm> vm = call.found(GuestKind.VM);
    if (overrule && vm.flatMap(SimVm::ha).isPresent()) {
      throw ApiError.parameters(Map.of("overrule-shutdown", "Not applicable for HA resources."));
    }
    return Payload.of(
        lifecycle(call).stop(GuestKind.VM, call.node(), call.vmid(), call.caller(), overrule));
  }

  private static Payload shutdown(ApiCall call) {
    Optional<SimVm> vm = call.found(GuestKind.VM);
    boolean force = call.flag("forceStop");
    if (!force && vm.filter(SimVm::isPaused).isPresent()) {
      throw ApiError.refused("VM is paused - cannot shutdown");
    }
    return Payload.of(
        lifecycle(call)
            .shutdown(GuestKind.VM, call.node(), call.vmid(), call.caller(), timeout(call), force));
  }

  private static Payload suspend(ApiCall call) {
    SimVm vm = running(call);
    if (!call.flag("todisk")) {
      if (call.text("statestorage").isPresent()) {
        throw ApiError.parameters(Map.of("todisk", "missing property required by 'statestorage'"));
      }
      return Payload.of(lifecycle(call).pause(call.node(), call.vmid(), call.caller()));
    }
    if (vm.ha().isPresent()) {
      throw ApiError.refused("Cannot suspend HA managed VM to disk");
    }
    call.require("/vms/" + vm.vmid(), "VM.Config.Disk");
    if (!vm.hardware().hostPci().isEmpty()) {
      throw ApiError.refused(
          "cannot suspend VM to disk due to passed-through PCI device(s), which lack the"
              + " possibility to save/restore their internal state");
    }
    String storage = call.text("statestorage").orElse(vm.hardware().storage());
    call.require("/storage/" + storage, "Datastore.AllocateSpace");
    return Payload.of(lifecycle(call).hibernate(call.node(), call.vmid(), call.caller()));
  }

  private static Payload resume(ApiCall call) {
    boolean fromDisk =
        call.found(GuestKind.VM).flatMap(SimVm::lock).equals(Optional.of("suspended"));
    if (!fromDisk) {
      running(call);
    }
    return Payload.of(lifecycle(call).resume(call.node(), call.vmid(), call.caller()));
  }

  private static Payload reset(ApiCall call) {
    running(call);
    return Payload.of(lifecycle(call).reset(call.node(), call.vmid(), call.caller()));
  }

  private static Payload reboot(ApiCall call) {
    Optional<SimVm> vm = call.found(GuestKind.VM);
    if (vm.filter(SimVm::isPaused).isPresent()) {
      throw ApiError.refused("VM is paused - cannot shutdown");
    }
    running(call);
    return Payload.of(
        lifecycle(call).reboot(call.node(), call.vmid(), call.caller(), timeout(call)));
  }

  private static SimVm running(ApiCall call) {
    SimVm vm =
        call.found(GuestKind.VM)
            .orElseThrow(
                () ->
                    ApiError.refused(
                        PveText.noConfigurationFound(GuestKind.VM, call.node(), call.vmid())));
    if (!vm.isUp()) {
      throw ApiError.refused(PveText.notRunning(GuestKind.VM, vm.vmid()));
    }
    return vm;
  }

  private static Optional<Duration> timeout(ApiCall call) {
    return call.number("timeout").map(Duration::ofSeconds);
  }

  private static GuestLifecycle lifecycle(ApiCall call) {
    return call.cluster().lifecycle();
  }
}
