package io.github.riskyproxmox.monitor;

import java.time.Instant;

/**
 * Gives reads of Proxmox and reports of a launch increasing times of a clock that cannot be set, so
 * that their order is known. Thread-safe.
 */
final class EventOrder {
  private final Scheduler scheduler;
  private Instant last = Instant.MIN;

  EventOrder(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** A time later than every time that was returned before. */
  synchronized Instant next() {
    Instant now = scheduler.steady();
    last = now.isAfter(last) ? now : last.plusNanos(1);
    return last;
  }
}
