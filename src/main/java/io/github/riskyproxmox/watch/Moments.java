package io.github.riskyproxmox.watch;

import java.time.Instant;

/**
 * Puts what happens in one order: each moment is later than all before it, by a clock that cannot
 * be set. Readings of Proxmox and what a launch reports are both dated by it.
 */
final class Moments {
  private final Timetable timetable;
  private Instant last = Instant.MIN;

  Moments(Timetable timetable) {
    this.timetable = timetable;
  }

  /** A moment of its own: later than every other that was handed out before. */
  synchronized Instant next() {
    Instant now = timetable.steady();
    last = now.isAfter(last) ? now : last.plusNanos(1);
    return last;
  }
}
