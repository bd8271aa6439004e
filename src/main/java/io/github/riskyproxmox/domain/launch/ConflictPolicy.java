package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.vm.Vm;
import java.util.List;

/**
 * The rule that says which VMs cannot run together with the one wanted. One implementation is
 * deployed; hardware-aware ones can replace it.
 */
public interface ConflictPolicy {
  /**
   * What must go before the target can run.
   *
   * @param target the VM wanted
   * @param guests all QEMU guests of its node, itself and templates included
   */
  List<Vm> of(Vm target, List<Vm> guests);
}
