package io.github.riskyproxmox.domain.conflict;

import java.util.Comparator;
import java.util.List;

/** One VM at a time runs on a node. VMs with the tag {@code keep} take no part in it. */
public final class WholeNodeRule implements ConflictRule {
  @Override
  public List<Conflict> conflicts(Claimant target, List<Claimant> holders) {
    if (TagPolicy.isKept(target.tags())) {
      return List.of();
    }
    return holders.stream()
        .filter(holder -> holder.vm().node().equals(target.vm().node()))
        .filter(holder -> !TagPolicy.isKept(holder.tags()) && !holder.vm().isContainer())
        .sorted(Comparator.comparing(holder -> holder.vm().id()))
        .map(
            holder ->
                new Conflict(holder.vm(), List.of(new Conflict.WholeNode(holder.vm().node()))))
        .toList();
  }

  @Override
  public boolean exclude(Claimant one, Claimant other) {
    return one.vm().node().equals(other.vm().node())
        && !TagPolicy.isKept(one.tags())
        && !TagPolicy.isKept(other.tags());
  }
}
