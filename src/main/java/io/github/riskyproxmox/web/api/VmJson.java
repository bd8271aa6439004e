package io.github.riskyproxmox.web.api;

import io.github.riskyproxmox.domain.vm.Inventory;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A VM as sent. Name and status come first: small clients cut the text at the first brace.
 *
 * @param vmid its number
 * @param name its name
 * @param status running, paused, hibernated, stopped or unknown
 * @param node its node's name
 * @param tags as Proxmox keeps them
 * @param notes the raw text, or null
 * @param lock PVE's lock, or null
 * @param uptime seconds; 0 unless running
 * @param cores virtual CPUs; 0 where unknown
 * @param memory bytes; 0 where unknown
 */
@JsonbPropertyOrder({
  "vmid", "name", "node", "status", "tags", "notes", "lock", "uptime", "cores", "memory"
})
public record VmJson(
    int vmid,
    String name,
    String node,
    String status,
    List<String> tags,
    Optional<String> notes,
    Optional<String> lock,
    long uptime,
    int cores,
    long memory) {

  private static final Comparator<Vm> BY_NAME =
      Comparator.comparing(Vm::name).thenComparing(Vm::id);

  /** What can be launched, by name; templates cannot. */
  public static List<VmJson> list(Inventory inventory) {
    return inventory.vms().stream()
        .filter(vm -> !vm.template())
        .sorted(BY_NAME)
        .map(VmJson::from)
        .toList();
  }

  /** One VM. */
  public static VmJson from(Vm vm) {
    return new VmJson(
        vm.id().value(),
        vm.name(),
        vm.node().value(),
        status(vm.power()),
        vm.tags().values(),
        vm.notes(),
        vm.lock(),
        vm.uptime().toSeconds(),
        vm.cores(),
        vm.memoryBytes());
  }

  private static String status(PowerState power) {
    return switch (power) {
      case RUNNING -> "running";
      case PAUSED -> "paused";
      case HIBERNATED -> "hibernated";
      case STOPPED -> "stopped";
      case UNKNOWN -> "unknown";
    };
  }
}
