package io.github.riskyproxmox.domain.conflict;

import io.github.riskyproxmox.domain.conflict.Conflict.Reason;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Two VMs of a node exclude each other if they claim the same (pve-api.md §10). A PCI mapping with
 * several devices on the node excludes nobody while one of them is free. A VM whose configuration
 * could not be read is in the way, unless it has the tag {@code keep}.
 */
public final class DeviceRule implements ConflictRule {
  /** Who goes first where it does not matter which of several VMs stops. */
  private static final Comparator<Claimant> FIRST_TO_GO =
      Comparator.<Claimant>comparingInt(DeviceRule::rank).thenComparing(holder -> holder.vm().id());

  private static int rank(Claimant holder) {
    if (TagPolicy.isEasyKill(holder.tags())) {
      return 0;
    }
    return TagPolicy.isKept(holder.tags()) ? 2 : 1;
  }

  @Override
  public List<Conflict> conflicts(Claimant target, List<Claimant> holders) {
    Run run = new Run(target, holders);
    run.unreadable();
    target.known().stream().filter(claim -> !isPool(claim)).forEach(run::fixed);
    target.known().stream().filter(DeviceRule::isPool).forEach(run::pool);
    return run.conflicts();
  }

  private static boolean isPool(Claim claim) {
    return claim instanceof Claim.Pci pci && pci.alternatives().size() > 1;
  }

  /** One comparison of a target with the holders of its node. */
  private static final class Run {
    private final List<Claimant> holders;
    private final Map<VmRef, Set<Reason>> leaving = new TreeMap<>(Comparator.comparing(VmRef::id));
    private final List<Claim.Pci> handled = new ArrayList<>();

    Run(Claimant target, List<Claimant> all) {
      holders =
          all.stream()
              .filter(holder -> holder.vm().node().equals(target.vm().node()))
              .filter(holder -> !holder.vm().id().equals(target.vm().id()))
              .sorted(FIRST_TO_GO)
              .toList();
    }

    void unreadable() {
      for (Claimant holder : holders) {
        if (holder.claims().isEmpty() && !TagPolicy.isKept(holder.tags())) {
          leave(holder, new Conflict.Unreadable());
        }
      }
    }

    /** Whoever claims the same has to go. */
    void fixed(Claim claim) {
      for (Claimant holder : holders) {
        for (Claim theirs : holder.known()) {
          if (Claims.overlap(claim, theirs)) {
            leave(holder, new Conflict.Shared(theirs));
          }
        }
      }
      if (claim instanceof Claim.Pci pci) {
        handled.add(pci);
      }
    }

    /** Only as many have to go as free one of the devices. */
    void pool(Claim claim) {
      Claim.Pci pool = (Claim.Pci) claim;
      List<Claimant> remaining =
          holders.stream().filter(holder -> !leaving.containsKey(holder.vm())).toList();
      int own = (int) handled.stream().filter(earlier -> Claims.overlap(earlier, pool)).count();
      for (Claimant holder : remaining) {
        if (free(pool, remaining) - own >= 1) {
          break;
        }
        List<Claim> shared =
            holder.known().stream().filter(theirs -> Claims.overlap(pool, theirs)).toList();
        if (!shared.isEmpty()) {
          shared.forEach(theirs -> leave(holder, new Conflict.Shared(theirs)));
        }
        remaining = remaining.stream().filter(other -> !leaving.containsKey(other.vm())).toList();
      }
      handled.add(pool);
    }

    /** The devices of the pool that nobody holds for certain, less those that one may hold. */
    private static int free(Claim.Pci pool, List<Claimant> remaining) {
      List<Claim.Pci> theirs =
          remaining.stream()
              .flatMap(holder -> holder.known().stream())
              .filter(Claim.Pci.class::isInstance)
              .map(Claim.Pci.class::cast)
              .filter(other -> Claims.overlap(pool, other))
              .toList();
      long untaken =
          pool.alternatives().stream()
              .filter(
                  alternative ->
                      theirs.stream()
                          .filter(Claim.Pci::fixed)
                          .noneMatch(
                              other -> Claims.overlap(alternative, other.alternatives().get(0))))
              .count();
      long uncertain = theirs.stream().filter(other -> !other.fixed()).count();
      return (int) (untaken - uncertain);
    }

    private void leave(Claimant holder, Reason reason) {
      leaving.computeIfAbsent(holder.vm(), vm -> new LinkedHashSet<>()).add(reason);
    }

    List<Conflict> conflicts() {
      return leaving.entrySet().stream()
          .map(entry -> new Conflict(entry.getKey(), List.copyOf(entry.getValue())))
          .toList();
    }
  }
}
