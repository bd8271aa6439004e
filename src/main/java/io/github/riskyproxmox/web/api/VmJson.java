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
 * @param status running, paused, asleep, crashed, powered_off, hibernated, stopped or unknown
 * @param node its node's name
 * @param tags as Proxmox keeps them
 * @param notes the raw text, or null
 * @param lock PVE's lock, or null
 * @param qmpstatus QEMU's run state in PVE's word, or null where it is not known
 * @param uptime seconds; 0 unless running
 * @param cores virtual CPUs; 0 where unknown
 * @param memory bytes; 0 where unknown
 */
@JsonbPropertyOrder({
  "vmid",
  "name",
  "node",
  "status",
  "tags",
  "notes",
  "lock",
  "qmpstatus",
  "uptime",
  "cores",
  "memory"
})
public record VmJson(
    int vmid,
    String name,
    String node,
    String status,
    List<String> tags,
    Optional<String> notes,
    Optional<String> lock,
    Optional<String> qmpstatus,
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
        Optional.of(vm.qmpStatus()).filter(word -> !word.isEmpty()),
        vm.uptime().toSeconds(),
        vm.cores(),
        vm.memoryBytes());
  }

  private static String status(PowerState power) {
    return switch (power) {
      case RUNNING -> "running";
      case PAUSED -> "paused";
      case ASLEEP -> "asleep";
      case CRASHED -> "crashed";
      case POWERED_OFF -> "powered_off";
      case HIBERNATED -> "hibernated";
      case STOPPED -> "stopped";
      case UNKNOWN -> "unknown";
    };
  }
}
