package io.github.riskyproxmox.domain.conflict;

import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;

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
    return isExcluded(one, other, rules(one.vm().node(), guests));
  }

  /** The last rule first, because {@link WholeNodeRule} is quicker than {@link DeviceRule}. */
  private static boolean isExcluded(Claimant one, Claimant other, List<ConflictRule> rules) {
    return rules.reversed().stream().anyMatch(rule -> rule.exclude(one, other));
  }

  /**
   * For each guest of a node the other guests that {@link #exclude} says cannot run beside it.
   *
   * @param guests the guests of one node, without templates
   * @param most how many are named for each at most, those with the lowest vmids
   * @return vmids in ascending order
   */
  public Map<VmId, List<VmId>> exclusions(List<Claimant> guests, int most) {
    List<Claimant> sorted =
        guests.stream().sorted(Comparator.comparing(guest -> guest.vm().id())).toList();
    Map<VmId, List<VmId>> exclusions = new HashMap<>();
    if (sorted.isEmpty()) {
      return exclusions;
    }
    List<ConflictRule> rules = rules(sorted.get(0).vm().node(), sorted);
    boolean wholeNode = rules.contains(WHOLE_NODE);
    ClaimIndex index = new ClaimIndex(sorted);
    for (int position = 0; position < sorted.size(); position++) {
      Claimant one = sorted.get(position);
      IntStream others =
          wholeNode ? IntStream.range(0, sorted.size()) : index.candidates(position).stream();
      exclusions.put(
          one.vm().id(),
          others
              .mapToObj(sorted::get)
              .filter(other -> !other.equals(one) && isExcluded(one, other, rules))
              .limit(most)
              .map(other -> other.vm().id())
              .toList());
    }
    return exclusions;
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

  /** Whether two of these VMs claim the same thing. Containers do not decide which rule holds. */
  public boolean anyTwoShare(Collection<Claimant> guests) {
    List<Claimant> here = guests.stream().filter(guest -> !guest.vm().isContainer()).toList();
    ClaimIndex index = new ClaimIndex(here);
    return IntStream.range(0, here.size())
        .anyMatch(
            position ->
                index.candidates(position).stream()
                    .anyMatch(other -> share(here.get(position), here.get(other))));
  }

  /** Whether that VM claims the same thing as one of the other VMs. */
  public boolean sharesWithAny(Claimant one, Collection<Claimant> others) {
    return others.stream().anyMatch(other -> !other.vm().isContainer() && share(one, other));
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
