package io.github.riskyproxmox.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/** A clock that only {@link #advance} moves. */
public final class ManualSimClock implements SimClock {
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparing(Event::due).thenComparing(Event::number));
  private Instant now;
  private long count;

  ManualSimClock(Instant begin) {
    now = begin;
  }

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public synchronized Alarm schedule(Duration delay, Runnable event) {
    Event planned = new Event(now.plus(delay.isNegative() ? Duration.ZERO : delay), count++, event);
    events.add(planned);
    return () -> forget(planned);
  }

  @Override
  public void hold(Duration delay) {
    // Does not wait, see SimClock.hold: a test that waits for the answer could not advance the
    // clock.
  }

  /**
   * Advances the time. The calling thread runs every event that becomes due, ordered by time, and
   * events with the same time in the order in which they were planned.
   */
  public void advance(Duration duration) {
    Instant end = now().plus(duration);
    for (Optional<Event> next = takeDue(end); next.isPresent(); next = takeDue(end)) {
      next.get().action().run();
    }
    reach(end);
  }

  private synchronized Optional<Event> takeDue(Instant end) {
    Event next = events.peek();
    if (next == null || next.due().isAfter(end)) {
      return Optional.empty();
    }
    events.remove();
    if (next.due().isAfter(now)) {
      now = next.due();
    }
    return Optional.of(next);
  }

  private synchronized void reach(Instant end) {
    if (end.isAfter(now)) {
      now = end;
    }
  }

  private synchronized void forget(Event event) {
    events.remove(event);
  }

  private record Event(Instant due, long number, Runnable action) {}
}
