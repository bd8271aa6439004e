package io.github.riskyproxmox.web.ui;

import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.watch.SiteSnapshot;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The VMs as last read, save for what the launch has seen of them since. */
final class KnownVms {
  private final List<Vm> vms;
  private final Set<VmId> corrected;

  private KnownVms(List<Vm> vms, Set<VmId> corrected) {
    this.vms = vms;
    this.corrected = corrected;
  }

  static KnownVms of(SiteSnapshot site) {
    Instant readAt = site.readAt().orElse(Instant.EPOCH);
    Map<VmId, PowerState> seen = new HashMap<>();
    for (Vm vm : site.inventory().vms()) {
      site.launch()
          .flatMap(launch -> seen(launch, vm, readAt))
          .ifPresent(to -> seen.put(vm.id(), to));
    }
    List<Vm> vms =
        site.inventory().vms().stream()
            .map(vm -> seen.containsKey(vm.id()) ? as(vm, seen.get(vm.id())) : vm)
            .toList();
    return new KnownVms(vms, Set.copyOf(seen.keySet()));
  }

  /** All of them, templates included. */
  List<Vm> all() {
    return vms;
  }

  /** Those the launch knows more of than the last look. */
  Set<VmId> corrected() {
    return corrected;
  }

  private static Optional<PowerState> seen(LaunchReport launch, Vm vm, Instant readAt) {
    return launch.steps().stream()
        .filter(step -> step.vm().equals(vm.id()))
        // A reading is dated by its beginning: what ended later may not be in it.
        .filter(step -> step.endedAt().filter(end -> !end.isBefore(readAt)).isPresent())
        .flatMap(step -> step.reached().stream())
        .findFirst();
  }

  private static Vm as(Vm vm, PowerState power) {
    return vm.power() == power
        ? vm
        : vm.in(power, Optional.of("suspended").filter(lock -> power == PowerState.HIBERNATED));
  }
}
