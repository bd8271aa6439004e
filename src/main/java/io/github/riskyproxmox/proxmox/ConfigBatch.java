package io.github.riskyproxmox.proxmox;

import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.pve.PveRefused;
import io.github.riskyproxmox.domain.pve.VmConfig;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Reads the configurations of several VMs, which takes one request each. A node that does not
 * answer is asked once, and the whole batch has a time limit.
 */
final class ConfigBatch {
  /** After this time the rest is not read. */
  static final Duration LONGEST = Duration.ofSeconds(20);

  private final Function<VmRef, Optional<VmConfig>> source;
  private final Executor executor;
  private final InstantSource clock;

  /**
   * A reader that keeps nothing.
   *
   * @param source asks PVE for one VM's configuration; may throw PveException
   */
  ConfigBatch(Function<VmRef, Optional<VmConfig>> source, Executor executor, InstantSource clock) {
    this.source = source;
    this.executor = executor;
    this.clock = clock;
  }

  /** The configurations that could be read; empty where Proxmox refuses to show one. */
  Map<VmRef, Optional<VmConfig>> read(Collection<VmRef> vms) {
    Instant end = clock.instant().plus(LONGEST);
    Set<NodeName> silent = ConcurrentHashMap.newKeySet();
    Map<VmRef, Optional<VmConfig>> configs = new ConcurrentHashMap<>();
    Parallel.forEach(
        executor,
        vms,
        vm -> {
          if (!silent.contains(vm.node()) && clock.instant().isBefore(end)) {
            read(vm, configs, silent);
          }
        });
    return Map.copyOf(configs);
  }

  private void read(VmRef vm, Map<VmRef, Optional<VmConfig>> configs, Set<NodeName> silent) {
    try {
      source.apply(vm).ifPresent(config -> configs.put(vm, Optional.of(config)));
    } catch (PveRefused refused) {
      configs.put(vm, Optional.empty());
    } catch (PveException unreachable) {
      silent.add(vm.node());
    }
  }
}
