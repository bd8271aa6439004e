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
 * Reads notes beside the looks, so that no page waits for them: a batch, a pause, the next batch,
 * until it is nobody's turn. {@link NotesCache} says whose turn it is.
 */
final class NotesReader {
  private static final Logger LOG = Logger.getLogger(NotesReader.class.getName());

  /** Between two batches: with many VMs Proxmox is not asked for all of them in one go. */
  static final Duration PAUSE = Duration.ofMillis(500);

  private final Proxmox proxmox;
  private final Scheduler scheduler;
  private final Supplier<Optional<Inventory>> inventory;
  private final IntConsumer onRead;
  private final NotesCache kept = new NotesCache();
  private boolean busy;
  private boolean failedBefore;

  /**
   * A reader.
   *
   * @param inventory whose notes are read; empty while none shall be
   * @param onRead is told after each batch how many requests it took
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

  /** The same with the notes that are known. */
  synchronized Inventory annotate(Inventory bare) {
    return kept.annotate(bare);
  }

  /** Changes whose turn it is. */
  synchronized void want(Consumer<NotesCache> wish) {
    wish.accept(kept);
  }

  /** Begins to read those whose turn it is, unless that is under way. */
  void readSoon() {
    synchronized (this) {
      if (busy) {
        return;
      }
      busy = true;
    }
    scheduler.soon(this::round);
  }

  private void round() {
    boolean goesOn = false;
    try {
      List<VmRef> batch = next();
      if (!batch.isEmpty()) {
        Map<VmRef, Optional<String>> read = proxmox.notes(batch);
        learn(batch, read);
        onRead.accept(batch.size());
        goesOn = true;
      }
      failedBefore = false;
    } catch (RuntimeException | Error defect) {
      if (!failedBefore) {
        LOG.log(Level.SEVERE, "The notes could not be read: the agent itself failed.", defect);
      }
      failedBefore = true;
    } finally {
      if (goesOn) {
        scheduler.after(PAUSE, this::round);
      } else {
        rest();
      }
    }
  }

  private List<VmRef> next() {
    // Asked for outside the lock: it belongs to somebody who has a lock of his own.
    Optional<Inventory> current = inventory.get();
    Instant now = scheduler.steady();
    synchronized (this) {
      return current.map(known -> kept.next(known, now)).orElse(List.of());
    }
  }

  private synchronized void learn(List<VmRef> batch, Map<VmRef, Optional<String>> read) {
    kept.learn(batch, read, scheduler.steady());
  }

  private synchronized void rest() {
    busy = false;
  }
}
