package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.vm.Vm;
import java.util.List;

/**
 * The rule that says which VMs cannot run together with the target. One implementation is deployed;
 * another can replace it, for instance one that compares devices.
 */
public interface ConflictPolicy {
  /**
   * The VMs that must stop before the target can run.
   *
   * @param target the VM to be launched
   * @param guests all QEMU guests of its node, itself and templates included
   */
  List<Vm> of(Vm target, List<Vm> guests);
}
