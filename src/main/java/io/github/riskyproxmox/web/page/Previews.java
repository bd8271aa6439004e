package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.launch.LaunchPreview;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.launch.LaunchService;
import io.github.riskyproxmox.monitor.InventoryMonitor;
import io.github.riskyproxmox.monitor.Scheduler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The plans that open dialogs are checked against. A change makes all of them ask at once: for one
 * VM and one revision Proxmox is asked once, and whoever comes meanwhile waits for that answer.
 */
@ApplicationScoped
public class Previews {
  private static final Duration AGE = Duration.ofSeconds(1);

  /** Of how many VMs a plan is kept: more than are ever looked at within a second. */
  private static final int MOST = 32;

  private final Function<VmId, Optional<LaunchPreview>> source;
  private final LongSupplier revision;
  private final Supplier<Instant> clock;
  private final Map<VmId, Shared> kept = new LinkedHashMap<>();

  /** Asks that service. */
  @Inject
  public Previews(LaunchService launches, InventoryMonitor watch, Scheduler scheduler) {
    this(launches::preview, () -> watch.snapshot().revision(), scheduler::steady);
  }

  Previews(
      Function<VmId, Optional<LaunchPreview>> source,
      LongSupplier revision,
      Supplier<Instant> clock) {
    this.source = source;
    this.revision = revision;
    this.clock = clock;
  }

  /**
   * What launching it would mean, asked for within the last second and since the last change; empty
   * if there is no such VM. Throws what asking Proxmox throws.
   */
  Optional<LaunchPreview> recent(VmId vm) {
    Shared shared;
    synchronized (kept) {
      shared = kept.computeIfAbsent(vm, id -> new Shared());
      if (kept.size() > MOST) {
        kept.remove(kept.keySet().iterator().next());
      }
    }
    return shared.of(vm);
  }

  /** One VM's. */
  private final class Shared {
    private Optional<LaunchPreview> preview = Optional.empty();
    private Instant askedAt = Instant.MIN;
    private long askedOf;

    synchronized Optional<LaunchPreview> of(VmId vm) {
      Instant now = clock.get();
      long current = revision.getAsLong();
      if (askedOf != current || !now.isBefore(askedAt.plus(AGE))) {
        preview = source.apply(vm);
        askedAt = now;
        askedOf = current;
      }
      return preview;
    }
  }
}
