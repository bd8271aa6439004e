package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.launch.LaunchPreview;
import io.github.riskyproxmox.domain.launch.StopPreview;
import io.github.riskyproxmox.domain.vm.Vm;
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
 * A cache of launch previews for open dialogs. After a change all open dialogs request theirs at
 * once; for one VM and revision the cache asks Proxmox once, and the others wait for the answer.
 */
@ApplicationScoped
public class Previews {
  private static final Duration AGE = Duration.ofSeconds(1);

  /** The size of the cache: more VMs than people look at within a second. */
  private static final int MOST = 32;

  private final Function<VmId, Optional<Found>> source;
  private final LongSupplier revision;
  private final Supplier<Instant> clock;
  private final Map<VmId, Shared> kept = new LinkedHashMap<>();

  /** Creates a cache for that service. */
  @Inject
  public Previews(LaunchService launches, InventoryMonitor monitor, Scheduler scheduler) {
    this(vm -> Found.by(launches, vm), () -> monitor.snapshot().revision(), scheduler::steady);
  }

  Previews(Function<VmId, Optional<Found>> source, LongSupplier revision, Supplier<Instant> clock) {
    this.source = source;
    this.revision = revision;
    this.clock = clock;
  }

  /**
   * What can be done with a VM.
   *
   * @param launch its launch
   * @param stop its stop; empty if it holds no resources
   */
  record Found(LaunchPreview launch, Optional<StopPreview> stop) {
    /** Asks that service; empty if the VM does not exist. */
    static Optional<Found> by(LaunchService launches, VmId vm) {
      return launches.preview(vm).map(launch -> with(launches, launch));
    }

    static Found with(LaunchService launches, LaunchPreview launch) {
      Vm vm = launch.target();
      return new Found(
          launch, vm.power().holdsResources() ? launches.stopPreview(vm.id()) : Optional.empty());
    }
  }

  /**
   * The previews of a VM, at most a second old and of the current revision; empty if the VM does
   * not exist. Throws the exceptions of the service.
   */
  Optional<Found> recent(VmId vm) {
    Shared shared;
    synchronized (kept) {
      shared = kept.computeIfAbsent(vm, id -> new Shared());
      if (kept.size() > MOST) {
        kept.remove(kept.keySet().iterator().next());
      }
    }
    return shared.of(vm);
  }

  /** The cached preview of one VM. */
  private final class Shared {
    private Optional<Found> preview = Optional.empty();
    private Instant askedAt = Instant.MIN;
    private long askedOf;

    synchronized Optional<Found> of(VmId vm) {
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
