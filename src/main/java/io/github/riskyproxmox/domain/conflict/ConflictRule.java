package io.github.riskyproxmox.domain.conflict;

import java.util.List;

/** Says which VMs cannot run beside another. Implementations have no state and ask nobody. */
public interface ConflictRule {
  /**
   * What has to stop before the target can run.
   *
   * @param target the VM that is to run
   * @param holders the other VMs of its node that hold resources
   * @return one conflict for each VM in the way, by vmid
   */
  List<Conflict> conflicts(Claimant target, List<Claimant> holders);

  /** Whether one of the two has to stop before the other can run; the same in both directions. */
  default boolean exclude(Claimant one, Claimant other) {
    return !conflicts(one, List.of(other)).isEmpty() || !conflicts(other, List.of(one)).isEmpty();
  }
}
