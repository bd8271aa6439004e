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

/**
 * What changed since the event before.
 *
 * @param epoch names this run of the agent
 * @param revision the revision it leads to
 * @param readAt when the part of it that was read longest ago was read
 * @param ageSeconds how many seconds ago that was, where it is more than 15
 * @param launch the launch under way or the last one
 * @param trouble why the last read failed
 * @param vms those that changed or are new
 * @param removed the vmids of those that are gone
 */
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
    String epoch,
    long revision,
    Optional<Instant> readAt,
    Optional<Long> ageSeconds,
    Optional<LaunchJson> launch,
    Optional<TroubleJson> trouble,
    List<VmJson> vms,
    List<Integer> removed) {
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
        VmJson.list(after.inventory()).stream().filter(vm -> changed(vm, before, after)).toList(),
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
