package io.github.riskyproxmox.web.events;

import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.monitor.SiteSnapshot;
import io.github.riskyproxmox.web.api.LaunchJson;
import io.github.riskyproxmox.web.api.VmJson;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The changes since the event before. */
@Schema(name = "Change")
@JsonbPropertyOrder({
  "epoch",
  "revision",
  "readAt",
  "ageSeconds",
  "launch",
  "trouble",
  "vms",
  "removed"
})
public record ChangeJson(
    @Schema(description = "Identifies this run of the agent.") String epoch,
    @Schema(description = "Rises with every change within the epoch.") long revision,
    @Schema(description = "When the oldest part of the data was read from Proxmox.")
        Optional<Instant> readAt,
    @Schema(description = "How many seconds ago that was, if it is more than 15.")
        Optional<Long> ageSeconds,
    @Schema(description = "The launch under way or the last one.") Optional<LaunchJson> launch,
    @Schema(description = "Why Proxmox could not be read just now; vms are then as last known.")
        Optional<TroubleJson> trouble,
    @Schema(description = "The VMs that changed or are new.") List<VmJson> vms,
    @Schema(description = "The vmids of the VMs that are gone.") List<Integer> removed) {
  /** The way from one snapshot to a later one, at that steady time. */
  static ChangeJson between(SiteSnapshot before, SiteSnapshot after, Instant steady) {
    Set<VmId> present = after.inventory().vms().stream().map(Vm::id).collect(Collectors.toSet());
    return new ChangeJson(
        after.epoch(),
        after.revision(),
        after.readAt(),
        after.ageWorthTelling(steady),
        after.launch().map(LaunchJson::from),
        after.trouble().map(TroubleJson::from),
        VmJson.list(after).stream().filter(vm -> changed(vm, before, after)).toList(),
        before.inventory().vms().stream()
            .map(Vm::id)
            .filter(id -> !present.contains(id))
            .map(VmId::value)
            .sorted()
            .toList());
  }

  private static boolean changed(VmJson vm, SiteSnapshot before, SiteSnapshot after) {
    return after.changedAt().getOrDefault(new VmId(vm.vmid()), 0L) > before.revision();
  }
}
