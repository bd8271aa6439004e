package io.github.riskyproxmox.simulator;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The endpoints that read a container's configuration and change its state (pve-api.md §12). Unlike
 * a VM, a container whose state does not fit is refused at once.
 */
final class Containers {
  private static final GuestKind KIND = GuestKind.CONTAINER;
  private static final String PATH = "/nodes/{node}/lxc/{vmid}/";
  private static final String RAW = "lxc.";

  private Containers() {}

  static List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of("GET", PATH + "config", Containers::config)
            .needing("/vms/{vmid}", "VM.Audit")
            .with("current", Parameter.flag())
            .with("snapshot", Parameter.text()),
        act("start", Containers::start).with("debug", Parameter.flag()),
        act("stop", Containers::stop).with("overrule-shutdown", Parameter.flag().sinceEight(2)),
        act("shutdown", Containers::shutdown)
            .with("timeout", Parameter.count())
            .with("forceStop", Parameter.flag()));
  }

  private static Endpoint act(String name, Endpoint.Action action) {
    return Endpoint.of(
            "POST",
            PATH + "status/" + name,
            call -> {
              GuestActs.refuseWhatOnlyRootMay(call);
              return action.run(call);
            })
        .asForwarded()
        .needing("/vms/{vmid}", "VM.PowerMgmt")
        .with("skiplock", Parameter.flag());
  }

  private static Payload start(ApiCall call) {
    if (isUp(call)) {
      throw ApiError.refused(PveText.alreadyRunning(KIND, call.vmid()));
    }
    return Payload.of(lifecycle(call).start(KIND, call.node(), call.vmid(), call.caller()));
  }

  private static Payload stop(ApiCall call) {
    requireUp(call);
    boolean overrule = call.flag("overrule-shutdown");
    if (overrule && call.found(KIND).flatMap(SimVm::ha).isPresent()) {
      throw ApiError.parameters(Map.of("overrule-shutdown", "Not applicable for HA resources."));
    }
    return Payload.of(
        lifecycle(call).stop(KIND, call.node(), call.vmid(), call.caller(), overrule));
  }

  private static Payload shutdown(ApiCall call) {
    requireUp(call);
    Optional<Duration> timeout = call.number("timeout").map(Duration::ofSeconds);
    return Payload.of(
        lifecycle(call)
            .shutdown(
                KIND, call.node(), call.vmid(), call.caller(), timeout, call.flag("forceStop")));
  }

  private static boolean isUp(ApiCall call) {
    return call.found(KIND).filter(SimVm::isUp).isPresent();
  }

  private static void requireUp(ApiCall call) {
    if (!isUp(call)) {
      throw ApiError.refused(PveText.notRunning(KIND, call.vmid()));
    }
  }

  private static GuestLifecycle lifecycle(ApiCall call) {
    return call.cluster().lifecycle();
  }

  private static Payload config(ApiCall call) {
    SimVm container = call.guest(KIND);
    JsonObjectBuilder json =
        JsonTree.object()
            .add("hostname", container.name())
            .add("ostype", "debian")
            .add("arch", "amd64")
            .add("unprivileged", 1)
            .add("cores", container.hardware().cores())
            .add("memory", container.hardware().memoryMiB())
            .add("swap", 512)
            .add("net0", "name=eth0,bridge=vmbr0,ip=dhcp,type=veth")
            .add("rootfs", GuestConfig.disk(container));
    GuestConfig.addCommon(json, container);
    JsonArrayBuilder raw = JsonTree.array();
    container
        .options()
        .forEach(
            (key, value) -> {
              if (key.startsWith(RAW)) {
                raw.add(JsonTree.array().add(key).add(value));
              } else {
                GuestConfig.addOption(json, key, value);
              }
            });
    if (container.options().keySet().stream().anyMatch(key -> key.startsWith(RAW))) {
      json.add("lxc", raw);
    }
    return Payload.of(json);
  }
}
