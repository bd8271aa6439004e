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
 * States of VMs that a launch brought about and that no read has seen yet. A read that began after
 * a fact replaces it; an earlier read does not. Not thread-safe.
 */
final class LaunchFacts {
  private record Fact(PowerState power, Instant learntAt) {}

  private final Map<VmId, Fact> facts = new HashMap<>();

  /**
   * Adds what is new in a report. The first report of a launch adds nothing: what it contains
   * happened before the agent started, so every read has seen it.
   *
   * @param now the time of the new facts
   */
  void learn(Optional<LaunchReport> before, LaunchReport report, Instant now) {
    Optional<List<LaunchStep>> known =
        before.filter(last -> last.id().equals(report.id())).map(LaunchReport::steps);
    if (known.isEmpty()) {
      return;
    }
    report.steps().stream()
        .filter(step -> known.get().stream().noneMatch(old -> isSame(old, step)))
        .forEach(
            step -> step.reached().ifPresent(power -> facts.put(step.vm(), new Fact(power, now))));
  }

  private static boolean isSame(LaunchStep one, LaunchStep other) {
    return one.kind() == other.kind()
        && one.vm().equals(other.vm())
        && one.reached().equals(other.reached());
  }

  /**
   * Corrects the VMs by facts that are newer.
   *
   * @param readTimes when the read of each node began
   */
  Inventory merge(Inventory read, Map<NodeName, Instant> readTimes) {
    if (facts.isEmpty()) {
      return read;
    }
    List<Vm> vms = read.vms().stream().map(vm -> merge(vm, readTimes)).toList();
    return new Inventory(vms, read.silentNodes(), read.tagStyle());
  }

  private Vm merge(Vm vm, Map<NodeName, Instant> readTimes) {
    Optional<Fact> fact = Optional.ofNullable(facts.get(vm.id()));
    boolean replaced =
        fact.filter(
                known -> readTimes.getOrDefault(vm.node(), Instant.MIN).isAfter(known.learntAt()))
            .isPresent();
    if (replaced) {
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
