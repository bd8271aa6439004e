package io.github.riskyproxmox.monitor;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import io.github.riskyproxmox.domain.conflict.Claim;
import io.github.riskyproxmox.domain.conflict.ClaimReader;
import io.github.riskyproxmox.domain.conflict.Claimant;
import io.github.riskyproxmox.domain.conflict.ConflictPolicy;
import io.github.riskyproxmox.domain.conflict.Mappings;
import io.github.riskyproxmox.domain.vm.Inventory;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.Tags;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who excludes whom, by the configurations as last read. Claims are read again only from lines that
 * changed, and a node is compared again only if a claim changed. Not thread-safe.
 */
final class ExclusionCache {
  /** What the claims of a VM depend on. */
  private record Source(
      VmRef vm, Tags tags, Optional<Map<String, String>> lines, Mappings mappings) {}

  private record Known(Source source, Claimant claimant) {}

  private record Node(List<Claimant> guests, Map<VmId, List<VmId>> excludes) {}

  private final ConflictPolicy policy;
  private final Map<VmId, Known> claimants = new HashMap<>();
  private final Map<NodeName, Node> nodes = new HashMap<>();

  ExclusionCache(ConflictPolicy policy) {
    this.policy = policy;
  }

  /** See {@link SiteSnapshot#excludes}. */
  Map<VmId, List<VmId>> of(Inventory inventory, ConfigCache configs, Mappings mappings) {
    Map<NodeName, List<Vm>> guests =
        inventory.vms().stream().filter(vm -> !vm.template()).collect(groupingBy(Vm::node));
    nodes.keySet().retainAll(guests.keySet());
    claimants.keySet().retainAll(inventory.vms().stream().map(Vm::id).collect(toSet()));
    Map<VmId, List<VmId>> excludes = new HashMap<>();
    guests.forEach(
        (node, vms) -> {
          // A VM that is not known yet may claim the same as any other, and decides whether the
          // whole node is exclusive.
          if (vms.stream().allMatch(vm -> configs.isRead(vm.id()))) {
            excludes.putAll(
                excludes(node, vms.stream().map(vm -> claimant(vm, configs, mappings)).toList()));
          }
        });
    return Map.copyOf(excludes);
  }

  /** What both of these VMs claim, as the first one does; empty if that is not known. */
  List<Claim> shared(VmId one, VmId other) {
    return Optional.ofNullable(claimants.get(one))
        .flatMap(
            mine ->
                Optional.ofNullable(claimants.get(other))
                    .map(their -> mine.claimant().shares(their.claimant())))
        .orElse(List.of());
  }

  private Map<VmId, List<VmId>> excludes(NodeName node, List<Claimant> guests) {
    Node known =
        Optional.ofNullable(nodes.get(node))
            .filter(before -> before.guests().equals(guests))
            .orElseGet(
                () -> new Node(guests, policy.exclusions(guests, SiteSnapshot.MOST_EXCLUDED + 1)));
    nodes.put(node, known);
    return known.excludes();
  }

  private Claimant claimant(Vm vm, ConfigCache configs, Mappings mappings) {
    Source source = new Source(vm.ref(), vm.tags(), configs.lines(vm.id()), mappings);
    Known known =
        Optional.ofNullable(claimants.get(vm.id()))
            .filter(before -> before.source().equals(source))
            .orElseGet(() -> new Known(source, read(source)));
    claimants.put(vm.id(), known);
    return known.claimant();
  }

  private static Claimant read(Source source) {
    Optional<List<Claim>> claims =
        source
            .lines()
            .map(
                lines ->
                    ClaimReader.claims(
                        lines, source.tags(), source.vm().node(), source.mappings()));
    return new Claimant(source.vm(), source.tags(), claims);
  }
}
