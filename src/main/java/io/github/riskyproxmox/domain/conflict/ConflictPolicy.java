package io.github.riskyproxmox.domain.conflict;

import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Applies the rules that a node has.
 *
 * @param exclusion what the settings say
 */
public record ConflictPolicy(Exclusion exclusion) {
  private static final ConflictRule DEVICES = new DeviceRule();
  private static final ConflictRule WHOLE_NODE = new WholeNodeRule();

  /**
   * What has to stop before the target can run, and what may not be stopped for it.
   *
   * @param target the VM that is to run
   * @param guests the guests of its node that can run, itself included or not
   * @param holdsResources whether one of them holds resources now
   */
  public Conflicts of(Claimant target, List<Claimant> guests, Predicate<Claimant> holdsResources) {
    List<Claimant> holders =
        guests.stream()
            .filter(guest -> !guest.vm().equals(target.vm()))
            .filter(holdsResources)
            .toList();
    List<Conflict> found =
        merged(
            rules(target.vm().node(), guests).stream()
                .flatMap(rule -> rule.conflicts(target, holders).stream())
                .toList());
    Set<VmRef> kept = new LinkedHashSet<>();
    holders.stream()
        .filter(holder -> TagPolicy.isKept(holder.tags()))
        .forEach(holder -> kept.add(holder.vm()));
    return new Conflicts(
        found.stream().filter(conflict -> !kept.contains(conflict.vm())).toList(),
        found.stream().filter(conflict -> kept.contains(conflict.vm())).toList());
  }

  /** Whether one of the two has to stop before the other can run; the same in both directions. */
  public boolean exclude(Claimant one, Claimant other, List<Claimant> guests) {
    return rules(one.vm().node(), guests).stream()
        .anyMatch(
            rule ->
                !rule.conflicts(one, List.of(other)).isEmpty()
                    || !rule.conflicts(other, List.of(one)).isEmpty());
  }

  /** The device rule stands on every node: two VMs must never write to one disk. */
  private List<ConflictRule> rules(NodeName node, List<Claimant> guests) {
    boolean wholeNode =
        switch (exclusion) {
          case DEVICES -> false;
          case NODE -> true;
          case AUTO ->
              !anyTwoShare(
                  guests.stream().filter(guest -> guest.vm().node().equals(node)).toList());
        };
    return wholeNode ? List.of(DEVICES, WHOLE_NODE) : List.of(DEVICES);
  }

  /** Whether two of these guests claim the same thing. */
  public boolean anyTwoShare(Collection<Claimant> guests) {
    List<Claimant> here = List.copyOf(guests);
    for (int i = 0; i < here.size(); i++) {
      if (sharesWithAny(here.get(i), here.subList(i + 1, here.size()))) {
        return true;
      }
    }
    return false;
  }

  /** Whether that guest claims the same thing as one of the others. */
  public boolean sharesWithAny(Claimant one, Collection<Claimant> others) {
    return others.stream().anyMatch(other -> share(one, other));
  }

  private static boolean share(Claimant one, Claimant other) {
    return one.known().stream()
        .anyMatch(mine -> other.known().stream().anyMatch(their -> Claims.overlap(mine, their)));
  }

  private static List<Conflict> merged(List<Conflict> found) {
    Map<VmRef, List<Conflict.Reason>> reasons = new TreeMap<>(Comparator.comparing(VmRef::id));
    for (Conflict conflict : found) {
      reasons.computeIfAbsent(conflict.vm(), vm -> new ArrayList<>()).addAll(conflict.because());
    }
    return reasons.entrySet().stream()
        .map(entry -> new Conflict(entry.getKey(), entry.getValue()))
        .toList();
  }
}
