package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.ConflictPolicy;
import io.github.riskyproxmox.domain.vm.Vm;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;

/** One VM at a time: every other VM of the node that holds resources conflicts. */
@ApplicationScoped
public class WholeNodeConflicts implements ConflictPolicy {
  @Override
  public List<Vm> of(Vm target, List<Vm> guests) {
    return guests.stream()
        .filter(vm -> vm.node().equals(target.node()))
        .filter(vm -> !vm.id().equals(target.id()))
        .filter(vm -> !vm.template() && vm.power().holdsResources())
        .sorted(Comparator.comparing(Vm::id))
        .toList();
  }
}
