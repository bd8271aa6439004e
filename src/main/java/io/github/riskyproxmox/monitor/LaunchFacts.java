package io.github.riskyproxmox.monitor;

import io.github.riskyproxmox.domain.launch.LaunchReport;
import io.github.riskyproxmox.domain.launch.LaunchStep;
import io.github.riskyproxmox.domain.vm.Inventory;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the launch has learnt of VMs that no reading knows yet. A reading that began after that
 * knows better; one that began before does not. For one thread at a time.
 */
final class LaunchFacts {
  private record Fact(PowerState power, Instant learntAt) {}

  private final Map<VmId, Fact> facts = new HashMap<>();

  /**
   * Takes over what a report says that the one before did not. What the first report of a launch
   * says was brought about before the agent began, and so before every reading.
   *
   * @param now the moment at which it is learnt
   */
  void learn(Optional<LaunchReport> before, LaunchReport report, Instant now) {
    Optional<List<LaunchStep>> known =
        before.filter(last -> last.id().equals(report.id())).map(LaunchReport::steps);
    if (known.isEmpty()) {
      return;
    }
    report.steps().stream()
        .filter(step -> known.get().stream().noneMatch(old -> saysTheSame(old, step)))
        .forEach(
            step -> step.reached().ifPresent(power -> facts.put(step.vm(), new Fact(power, now))));
  }

  private static boolean saysTheSame(LaunchStep one, LaunchStep other) {
    return one.kind() == other.kind()
        && one.vm().equals(other.vm())
        && one.reached().equals(other.reached());
  }

  /**
   * The VMs as read, corrected by what is known better.
   *
   * @param began when the reading of each node began
   */
  Inventory merge(Inventory read, Map<NodeName, Instant> began) {
    if (facts.isEmpty()) {
      return read;
    }
    List<Vm> vms = read.vms().stream().map(vm -> merge(vm, began)).toList();
    return new Inventory(vms, read.silentNodes(), read.tagStyle());
  }

  private Vm merge(Vm vm, Map<NodeName, Instant> began) {
    Optional<Fact> fact = Optional.ofNullable(facts.get(vm.id()));
    boolean beaten =
        fact.filter(known -> began.getOrDefault(vm.node(), Instant.MIN).isAfter(known.learntAt()))
            .isPresent();
    if (beaten) {
      facts.remove(vm.id());
      return vm;
    }
    return fact.map(Fact::power).filter(power -> power != vm.power()).map(as(vm)).orElse(vm);
  }

  private static Function<PowerState, Vm> as(Vm vm) {
    return power ->
        vm.in(power, Optional.of("suspended").filter(lock -> power == PowerState.HIBERNATED));
  }
}
