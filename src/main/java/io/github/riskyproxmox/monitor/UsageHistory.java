package io.github.riskyproxmox.monitor;

import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What the running VMs used in the last minutes, as far as polls have read it. It causes no polls
 * and raises no revision, and it is lost when the agent stops. Thread-safe.
 */
public final class UsageHistory {
  /** How long a sample is kept. */
  static final Duration AGE = Duration.ofMinutes(10);

  /** Samples of a VM are at least two polls apart, whose times vary a little. */
  static final Duration SPACING = PollSchedule.PERIOD.multipliedBy(2).minusMillis(500);

  /** The VMs with the lowest vmids are kept, which limits the memory. */
  static final int MOST_VMS = 256;

  private final Supplier<Instant> clock;
  private volatile Map<VmId, List<Usage>> samples = Map.of();

  /**
   * Creates an empty history.
   *
   * @param clock see {@link Scheduler#steady()}
   */
  UsageHistory(Supplier<Instant> clock) {
    this.clock = clock;
  }

  /** The samples of that VM, oldest first; empty if it does not run or was not measured. */
  public List<Usage> of(VmId id) {
    return recent(Optional.ofNullable(samples.get(id)).orElse(List.of())).toList();
  }

  /** Adds what the last poll has read, and forgets VMs that do not run. */
  synchronized void add(SiteSnapshot site) {
    Map<VmId, List<Usage>> next = new HashMap<>();
    site.inventory().vms().stream()
        .filter(vm -> vm.power() == PowerState.RUNNING)
        .sorted(Comparator.comparing(Vm::id))
        .limit(MOST_VMS)
        .forEach(vm -> next.put(vm.id(), withNewest(vm, site)));
    samples = Map.copyOf(next);
  }

  private List<Usage> withNewest(Vm vm, SiteSnapshot site) {
    List<Usage> known = of(vm.id());
    Optional<Instant> due =
        known.isEmpty()
            ? Optional.empty()
            : Optional.of(known.get(known.size() - 1).at().plus(SPACING));
    Stream<Usage> read =
        site.read().map(times -> times.nodes().get(vm.node())).stream()
            .filter(at -> due.filter(at::isBefore).isEmpty())
            .flatMap(at -> vm.load().map(load -> Usage.of(load, at)).stream());
    return Stream.concat(known.stream(), recent(read.toList())).toList();
  }

  private Stream<Usage> recent(List<Usage> all) {
    Instant oldest = clock.get().minus(AGE);
    return all.stream().filter(usage -> !usage.at().isBefore(oldest));
  }
}
