package io.github.riskyproxmox.monitor;

import java.time.Instant;

/**
 * Puts what happens in one order: each moment is later than all before it, by a clock that cannot
 * be set. Readings of Proxmox and what a launch reports are both dated by it.
 */
final class EventOrder {
  private final Scheduler scheduler;
  private Instant last = Instant.MIN;

  EventOrder(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** A moment of its own: later than every other that was handed out before. */
  synchronized Instant next() {
    Instant now = scheduler.steady();
    last = now.isAfter(last) ? now : last.plusNanos(1);
    return last;
  }
}
