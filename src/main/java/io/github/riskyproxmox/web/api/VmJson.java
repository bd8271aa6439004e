package io.github.riskyproxmox.web.api;

import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A VM as sent. */
@Schema(name = "Vm")
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
  "memory",
  "excludes",
  "contends"
})
public record VmJson(
    int vmid,
    String name,
    @Schema(description = "The name of its node.") String node,
    @Schema(
            enumeration = {
              "running",
              "paused",
              "asleep",
              "crashed",
              "powered_off",
              "hibernated",
              "stopped",
              "unknown"
            },
            description =
                "What the guest is doing. In paused, asleep, crashed and powered_off its QEMU"
                    + " process still runs and holds memory and devices.")
        String status,
    @Schema(description = "The tags in Proxmox's order.") List<String> tags,
    @Schema(description = "The raw text. It is Markdown that anybody may have written.")
        Optional<String> notes,
    @Schema(description = "Proxmox's lock, if there is one.", examples = "backup")
        Optional<String> lock,
    @Schema(
            description =
                "QEMU's run state in Proxmox's word, or null if it is not known; with crashed it is"
                    + " io-error, internal-error or guest-panicked.",
            examples = "running")
        Optional<String> qmpstatus,
    @Schema(description = "Seconds since its start; 0 unless it is running.") long uptime,
    @Schema(description = "Virtual CPUs; 0 if unknown.") int cores,
    @Schema(description = "Bytes; 0 if unknown.") long memory,
    @Schema(
            description =
                "The vmids of the VMs that cannot run beside it, by the configurations as last read;"
                    + " a launch reads them live. Null until the configurations of all VMs of its"
                    + " node are known, and if there are more than 64.",
            examples = "[102,105]")
        Optional<List<Integer>> excludes,
    @Schema(
            description =
                "Whether there is a VM that cannot run beside it; null until the configurations of"
                    + " all VMs of its node are known.")
        Optional<Boolean> contends) {

  private static final Comparator<Vm> BY_NAME =
      Comparator.comparing(Vm::name).thenComparing(Vm::id);

  /** The VMs that can be launched, by name: all but templates. */
  public static List<VmJson> list(SiteSnapshot site) {
    return site.inventory().vms().stream()
        .filter(vm -> !vm.template())
        .sorted(BY_NAME)
        .map(vm -> from(vm, Optional.ofNullable(site.excludes().get(vm.id()))))
        .toList();
  }

  private static VmJson from(Vm vm, Optional<List<VmId>> excludes) {
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
        vm.memoryBytes(),
        excludes
            .filter(vms -> vms.size() <= SiteSnapshot.MOST_EXCLUDED)
            .map(vms -> vms.stream().map(VmId::value).toList()),
        excludes.map(vms -> !vms.isEmpty()));
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
