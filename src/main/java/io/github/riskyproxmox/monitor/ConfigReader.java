package io.github.riskyproxmox.monitor;

import io.github.riskyproxmox.domain.conflict.Claim;
import io.github.riskyproxmox.domain.conflict.ConflictPolicy;
import io.github.riskyproxmox.domain.conflict.Mappings;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.pve.VmConfig;
import io.github.riskyproxmox.domain.vm.Inventory;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Reads configurations separately from the polls, so that no page waits for them: one batch, a
 * pause, the next batch, as long as {@link ConfigCache} has some to read. Thread-safe.
 */
final class ConfigReader {
  private static final Logger LOG = Logger.getLogger(ConfigReader.class.getName());

  /** The pause between two batches limits the load on Proxmox. */
  static final Duration PAUSE = Duration.ofMillis(500);

  /** {@code /cluster/mapping/pci} and {@code usb}. */
  private static final int MAPPINGS_REQUESTS = 2;

  private final Proxmox proxmox;
  private final Scheduler scheduler;
  private final Supplier<Optional<Inventory>> inventory;
  private final IntConsumer onRead;
  private final ConfigCache cache = new ConfigCache();
  private final MappingsCache mappings = new MappingsCache();
  private final ExclusionCache exclusions;
  private boolean busy;
  private boolean failedBefore;

  /**
   * Creates a reader.
   *
   * @param policy which VMs exclude each other
   * @param inventory the VMs whose configurations to read; empty while none should be read
   * @param onRead called after each batch with the requests that count towards the budget: the
   *     rotation of single VMs, and mappings (docs/adr/0010)
   */
  ConfigReader(
      Proxmox proxmox,
      ConflictPolicy policy,
      Scheduler scheduler,
      Supplier<Optional<Inventory>> inventory,
      IntConsumer onRead) {
    this.proxmox = proxmox;
    this.exclusions = new ExclusionCache(policy);
    this.scheduler = scheduler;
    this.inventory = inventory;
    this.onRead = onRead;
  }

  /** Adds the known notes and systems to the inventory. */
  synchronized Inventory annotate(Inventory known) {
    return cache.annotate(known);
  }

  /**
   * For each VM the others that cannot run beside it: see {@link SiteSnapshot#excludes}. Quick if
   * nothing has changed since the last call.
   */
  synchronized Map<VmId, List<VmId>> excludes(Inventory known) {
    return exclusions.of(known, cache, mappings.known());
  }

  /** What both of these VMs claim: see {@link ExclusionCache#shared}. */
  synchronized List<Claim> shared(VmId one, VmId other) {
    return exclusions.shared(one, other);
  }

  /** Changes which configurations to read. */
  synchronized void want(Consumer<ConfigCache> wish) {
    wish.accept(cache);
  }

  /** Starts to read configurations, unless that is under way. */
  void readSoon() {
    synchronized (this) {
      if (busy) {
        return;
      }
      busy = true;
    }
    scheduler.soon(this::readBatch);
  }

  private void readBatch() {
    boolean more = false;
    try {
      List<VmRef> batch = next();
      if (!batch.isEmpty()) {
        Map<VmRef, Optional<VmConfig>> read = proxmox.configs(batch);
        boolean mapped = needsMappings(read);
        store(batch, read, mapped ? readMappings() : Optional.empty());
        onRead.accept((batch.size() == 1 ? 1 : 0) + (mapped ? MAPPINGS_REQUESTS : 0));
        more = true;
      }
      failedBefore = false;
    } catch (RuntimeException | Error defect) {
      if (!failedBefore) {
        LOG.log(
            Level.SEVERE,
            "The agent failed while it read configurations. Pages show old notes; the agent tries"
                + " again.",
            defect);
      }
      failedBefore = true;
    } finally {
      if (more) {
        scheduler.after(PAUSE, this::readBatch);
      } else {
        stop();
      }
    }
  }

  private List<VmRef> next() {
    // Called outside the lock, because the supplier takes a lock of its own.
    Optional<Inventory> current = inventory.get();
    Instant now = scheduler.steady();
    synchronized (this) {
      return current.map(known -> cache.next(known, now)).orElse(List.of());
    }
  }

  private synchronized boolean needsMappings(Map<VmRef, Optional<VmConfig>> read) {
    return mappings.isDue(read.values(), scheduler.steady());
  }

  /** Empty if Proxmox does not answer; the next batch tries again. */
  private Optional<Mappings> readMappings() {
    try {
      return Optional.of(proxmox.readableMappings());
    } catch (PveException unread) {
      return Optional.empty();
    }
  }

  private synchronized void store(
      List<VmRef> batch, Map<VmRef, Optional<VmConfig>> read, Optional<Mappings> mapped) {
    Instant now = scheduler.steady();
    cache.store(batch, read, now);
    mapped.ifPresent(known -> mappings.store(known, now));
  }

  private synchronized void stop() {
    busy = false;
  }
}
