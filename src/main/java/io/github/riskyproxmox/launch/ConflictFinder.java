package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.conflict.Claim;
import io.github.riskyproxmox.domain.conflict.ClaimReader;
import io.github.riskyproxmox.domain.conflict.Claimant;
import io.github.riskyproxmox.domain.conflict.Conflict;
import io.github.riskyproxmox.domain.conflict.ConflictPolicy;
import io.github.riskyproxmox.domain.conflict.Conflicts;
import io.github.riskyproxmox.domain.conflict.Exclusion;
import io.github.riskyproxmox.domain.conflict.Mappings;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.PveRefused;
import io.github.riskyproxmox.domain.pve.VmConfig;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads what the VMs of a node claim and says which of them are in the way of a target. It reads
 * only what can change the answer: the configurations of the target and of what holds resources,
 * and those of the other VMs where they decide which rule holds.
 */
final class ConflictFinder {
  private final Proxmox proxmox;
  private final ConflictPolicy policy;

  ConflictFinder(Proxmox proxmox, ConflictPolicy policy) {
    this.proxmox = proxmox;
    this.policy = policy;
  }

  /**
   * What is in the way of the target.
   *
   * @param target the VM wanted
   * @param guests all QEMU guests of its node, itself and templates included
   * @throws io.github.riskyproxmox.domain.pve.PveException if Proxmox does not answer
   */
  Found find(Vm target, List<Vm> guests) {
    List<Vm> others =
        guests.stream()
            .filter(vm -> vm.node().equals(target.node()))
            .filter(vm -> !vm.id().equals(target.id()) && !vm.template())
            .toList();
    List<Vm> members = ContainerGroups.members(proxmox, target);
    List<Vm> holders =
        Stream.concat(others.stream(), members.stream())
            .filter(vm -> vm.power().holdsResources())
            .toList();
    if (holders.isEmpty()) {
      return Found.NOTHING;
    }
    Map<VmId, Claimant> read = new HashMap<>();
    claimant(target, false).ifPresent(claimant -> read.put(target.id(), claimant));
    for (Vm holder : holders) {
      claimant(holder, true).ifPresent(claimant -> read.put(holder.id(), claimant));
    }
    Optional<Claimant> wanted = Optional.ofNullable(read.get(target.id()));
    if (wanted.isEmpty()) {
      return Found.NOTHING;
    }
    if (policy.exclusion() == Exclusion.AUTO && !policy.anyTwoShare(read.values())) {
      readUntilTwoShare(others, read);
    }
    Set<VmId> holding = new HashSet<>(holders.stream().map(Vm::id).toList());
    Conflicts conflicts =
        policy.of(
            wanted.get(),
            List.copyOf(read.values()),
            claimant -> holding.contains(claimant.vm().id()));
    return found(conflicts, holders);
  }

  private void readUntilTwoShare(List<Vm> others, Map<VmId, Claimant> read) {
    for (Vm other : others) {
      if (read.containsKey(other.id())) {
        continue;
      }
      Optional<Claimant> next = claimant(other, false);
      if (next.isPresent() && policy.sharesWithAny(next.get(), read.values())) {
        read.put(other.id(), next.get());
        return;
      }
      next.ifPresent(claimant -> read.put(other.id(), claimant));
    }
  }

  private static Found found(Conflicts conflicts, List<Vm> holders) {
    Map<VmId, List<Conflict.Reason>> because = new HashMap<>();
    List<Vm> inTheWay = new ArrayList<>();
    for (Conflict conflict : conflicts.inTheWay()) {
      inTheWay.add(vm(conflict, holders));
      because.put(conflict.vm().id(), conflict.because());
    }
    for (Conflict conflict : conflicts.kept()) {
      because.put(conflict.vm().id(), conflict.because());
    }
    List<Vm> kept = conflicts.kept().stream().map(one -> vm(one, holders)).toList();
    return new Found(inTheWay, because, kept);
  }

  private static Vm vm(Conflict conflict, List<Vm> holders) {
    return holders.stream().filter(vm -> vm.ref().equals(conflict.vm())).findFirst().orElseThrow();
  }

  /** Empty if the VM is gone. */
  private Optional<Claimant> claimant(Vm vm, boolean running) {
    if (vm.ref().isContainer()) {
      List<Claim> groups = ClaimReader.claims(Map.of(), vm.tags(), vm.node(), Mappings.NONE);
      return Optional.of(new Claimant(vm.ref(), vm.tags(), Optional.of(groups)));
    }
    try {
      return (running ? proxmox.configInUse(vm.ref()) : proxmox.config(vm.ref()))
          .map(VmConfig::resources)
          .map(lines -> ClaimReader.claims(lines, vm.tags(), vm.node(), proxmox::readableMappings))
          .map(claims -> new Claimant(vm.ref(), vm.tags(), Optional.of(claims)));
    } catch (PveRefused unreadable) {
      return Optional.of(new Claimant(vm.ref(), vm.tags(), Optional.empty()));
    }
  }

  /**
   * What is in the way.
   *
   * @param inTheWay what a launch stops first, by vmid
   * @param because why each of them, and of those kept, cannot run beside the target
   * @param kept what has the tag {@code keep} and shares a claim with the target
   */
  record Found(List<Vm> inTheWay, Map<VmId, List<Conflict.Reason>> because, List<Vm> kept) {
    static final Found NOTHING = new Found(List.of(), Map.of(), List.of());
  }
}
