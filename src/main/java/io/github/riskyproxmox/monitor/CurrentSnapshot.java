package io.github.riskyproxmox.monitor;

import jakarta.enterprise.event.Event;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Holds the current snapshot and publishes each one that has a new revision. Thread-safe. */
final class CurrentSnapshot {
  private static final Logger LOG = Logger.getLogger(CurrentSnapshot.class.getName());

  private final Scheduler scheduler;
  private final Event<SiteSnapshot> changes;
  private final OutageLog outages = new OutageLog();
  private SiteSnapshot snapshot = Snapshots.first(UUID.randomUUID().toString());

  CurrentSnapshot(Scheduler scheduler, Event<SiteSnapshot> changes) {
    this.scheduler = scheduler;
    this.changes = changes;
  }

  synchronized SiteSnapshot get() {
    return snapshot;
  }

  /** Replaces the snapshot, and publishes it outside the lock if its revision changed. */
  void update(UnaryOperator<SiteSnapshot> change) {
    SiteSnapshot now;
    boolean changed;
    synchronized (this) {
      long before = snapshot.revision();
      snapshot = change.apply(snapshot);
      now = snapshot;
      changed = now.revision() != before;
    }
    if (changed) {
      outages.report(now, scheduler.steady());
      publish(now);
    }
  }

  /** Records that the agent failed while it read Proxmox: the snapshot may be outdated. */
  void failed(Throwable defect) {
    outages.failed(defect);
    String message =
        "The agent itself failed while it read Proxmox (%s); its log says where."
            .formatted(defect.getClass().getSimpleName());
    update(old -> Snapshots.failed(old, Trouble.Kind.INTERNAL, message, scheduler.now()));
  }

  /** The failure of an observer must not stop the polling. */
  private void publish(SiteSnapshot now) {
    try {
      changes.fire(now);
    } catch (RuntimeException | Error failure) {
      LOG.log(
          Level.SEVERE,
          "An observer of the snapshot failed. Open pages may miss this change.",
          failure);
    }
  }
}
