package io.github.riskyproxmox.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A scheduler whose time only {@link #advance} moves; that call also runs the work. */
public final class ManualScheduler implements Scheduler {
  /** Work and its time; work with the same time runs in the order of its creation. */
  private record Due(Instant at, long order, Runnable work) {}

  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::order));
  private final boolean eager;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Duration wallAhead = Duration.ZERO;
  private long orders;

  private ManualScheduler(boolean eager) {
    this.eager = eager;
  }

  /** A scheduler that runs {@link #soon} work in {@link #advance}. */
  public static ManualScheduler patient() {
    return new ManualScheduler(false);
  }

  /** A scheduler that runs {@link #soon} work at once, so that a caller can wait for it. */
  public static ManualScheduler eager() {
    return new ManualScheduler(true);
  }

  @Override
  public Instant now() {
    return now.plus(wallAhead);
  }

  @Override
  public Instant steady() {
    return now;
  }

  /** Sets the system clock ahead of the steady clock, or behind it. */
  public void setWall(Duration ahead) {
    wallAhead = ahead;
  }

  @Override
  public void soon(Runnable work) {
    if (eager) {
      work.run();
    } else {
      after(Duration.ZERO, work);
    }
  }

  @Override
  public void after(Duration delay, Runnable work) {
    due.add(new Due(now.plus(delay), orders++, work));
  }

  /** Advances the time and runs the work that becomes due. */
  public void advance(Duration time) {
    Instant end = now.plus(time);
    while (!due.isEmpty() && !due.peek().at().isAfter(end)) {
      Due next = due.remove();
      now = next.at();
      next.work().run();
    }
    now = end;
  }

  /** Runs the work that is due now. */
  public void settle() {
    advance(Duration.ZERO);
  }
}
