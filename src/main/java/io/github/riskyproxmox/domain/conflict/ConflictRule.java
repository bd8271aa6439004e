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
}
