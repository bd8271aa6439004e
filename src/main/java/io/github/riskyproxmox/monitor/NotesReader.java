package io.github.riskyproxmox.monitor;

import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.vm.Inventory;
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
 * Reads notes separately from the polls, so that no page waits for them: one batch, a pause, the
 * next batch, as long as {@link NotesCache} has notes to read. Thread-safe.
 */
final class NotesReader {
  private static final Logger LOG = Logger.getLogger(NotesReader.class.getName());

  /** The pause between two batches limits the load on Proxmox. */
  static final Duration PAUSE = Duration.ofMillis(500);

  private final Proxmox proxmox;
  private final Scheduler scheduler;
  private final Supplier<Optional<Inventory>> inventory;
  private final IntConsumer onRead;
  private final NotesCache cache = new NotesCache();
  private boolean busy;
  private boolean failedBefore;

  /**
   * Creates a reader.
   *
   * @param inventory the VMs whose notes to read; empty while none should be read
   * @param onRead called after each batch with its number of requests
   */
  NotesReader(
      Proxmox proxmox,
      Scheduler scheduler,
      Supplier<Optional<Inventory>> inventory,
      IntConsumer onRead) {
    this.proxmox = proxmox;
    this.scheduler = scheduler;
    this.inventory = inventory;
    this.onRead = onRead;
  }

  /** Adds the known notes to the inventory. */
  synchronized Inventory annotate(Inventory known) {
    return cache.annotate(known);
  }

  /** Changes which notes to read. */
  synchronized void want(Consumer<NotesCache> wish) {
    wish.accept(cache);
  }

  /** Starts to read notes, unless that is under way. */
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
        Map<VmRef, Optional<String>> read = proxmox.notes(batch);
        store(batch, read);
        onRead.accept(batch.size());
        more = true;
      }
      failedBefore = false;
    } catch (RuntimeException | Error defect) {
      if (!failedBefore) {
        LOG.log(
            Level.SEVERE,
            "The agent failed while it read notes. Pages show old notes; the agent tries again.",
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

  private synchronized void store(List<VmRef> batch, Map<VmRef, Optional<String>> read) {
    cache.store(batch, read, scheduler.steady());
  }

  private synchronized void stop() {
    busy = false;
  }
}
