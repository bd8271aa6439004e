package io.github.riskyproxmox.simulator;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.Optional;

/** The JSON of guests in lists and in {@code status/current}. */
final class GuestView {
  private static final String RUNS = "running";

  private GuestView() {}

  /**
   * An entry of {@code cluster/resources}: the last broadcast, except lock and tags, which are
   * live.
   */
  static JsonObject resource(SimCluster cluster, SimVm vm) {
    String type = vm.kind().pathWord();
    Optional<SimNode.Broadcast> known =
        cluster.node(vm.node()).flatMap(node -> node.lastKnown(vm.vmid()));
    JsonObjectBuilder json =
        JsonTree.object()
            .add("id", type + "/" + vm.vmid())
            .add("type", type)
            .add("vmid", vm.vmid())
            .add("node", vm.node())
            .add("status", known.map(SimNode.Broadcast::status).orElse("unknown"));
    known.ifPresent(
        broadcast -> {
          json.add("name", broadcast.name())
              .add("template", broadcast.template() ? 1 : 0)
              .add("uptime", broadcast.uptime())
              .add("maxcpu", vm.hardware().cores());
          addLoad(
              json,
              vm,
              broadcast.uptime(),
              broadcast.status().equals(RUNS),
              SimLoad.broadcastBefore(cluster.clock().now()));
        });
    addMarks(json, vm);
    vm.ha().ifPresent(ha -> json.add("hastate", ha.state()));
    return json.build();
  }

  /**
   * An entry of {@code nodes/{node}/qemu}, with {@code full} QEMU's run state too; or of {@code
   * nodes/{node}/lxc} (pve-api.md §12).
   */
  static JsonObjectBuilder entry(SimCluster cluster, SimVm vm, boolean full) {
    JsonObjectBuilder json =
        JsonTree.object()
            .add("vmid", vm.vmid())
            .add("name", vm.name())
            .add("status", vm.shown().isPresent() ? RUNS : "stopped")
            .add("cpus", vm.hardware().cores())
            .add("uptime", vm.uptime(cluster.clock().now()));
    if (vm.isContainer()) {
      json.add("type", "lxc").add("swap", 0).add("maxswap", 512L << 20);
    } else {
      json.add("memhost", vm.shown().isPresent() ? vm.hardware().memoryBytes() / 2 : 0);
    }
    Instant now = cluster.clock().now();
    boolean busy = vm.shown().filter(process -> process.runState().equals(RUNS)).isPresent();
    addLoad(json, vm, vm.uptime(now), busy, now);
    vm.shown().ifPresent(process -> json.add("pid", process.pid()));
    if (vm.isTemplate()) {
      json.add("template", 1);
    }
    addMarks(json, vm);
    if (full && !vm.isContainer()) {
      json.add("qmpstatus", vm.shown().map(QemuProcess::runState).orElse("stopped"));
      vm.shown()
          .ifPresent(
              process ->
                  json.add("running-machine", "pc-i440fx-10.1+pve0").add("running-qemu", "10.1.2"));
    }
    return json;
  }

  /** The answer of {@code status/current}. */
  static JsonObject current(SimCluster cluster, SimVm vm) {
    JsonObjectBuilder json = entry(cluster, vm, true);
    JsonObjectBuilder ha = JsonTree.object().add("managed", vm.ha().isPresent() ? 1 : 0);
    vm.ha().ifPresent(state -> ha.add("state", state.state()));
    if (!vm.isContainer() && GuestAgent.isEnabled(vm)) {
      json.add("agent", 1);
    }
    return json.add("ha", ha).build();
  }

  /**
   * Its load.
   *
   * @param uptime in seconds; in the first one Proxmox has not measured the CPUs yet
   * @param busy whether its CPUs run
   */
  private static void addLoad(
      JsonObjectBuilder json, SimVm vm, long uptime, boolean busy, Instant now) {
    boolean up = uptime > 0;
    long memory = vm.hardware().memoryBytes();
    json.add("cpu", up && busy ? SimLoad.cpu(vm.vmid(), now) : 0)
        .add("mem", up ? SimLoad.memory(vm.vmid(), memory, now) : 0)
        .add("maxmem", memory)
        .add("disk", 0)
        .add("maxdisk", vm.hardware().diskBytes())
        .add("netin", up ? 48_213_112 : 0)
        .add("netout", up ? 3_120_448 : 0)
        .add("diskread", up ? 734_003_200 : 0)
        .add("diskwrite", up ? 104_857_600 : 0);
  }

  private static void addMarks(JsonObjectBuilder json, SimVm vm) {
    vm.lock().ifPresent(lock -> json.add("lock", lock));
    if (!vm.tags().isEmpty()) {
      json.add("tags", vm.tags());
    }
  }
}
