package io.github.riskyproxmox.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A timetable whose time stands still until told otherwise; work is done by the teller. */
public final class ManualScheduler implements Scheduler {
  /** Work and when it is due; first come, first served. */
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

  /** What is to be done soon waits until time goes by. */
  public static ManualScheduler patient() {
    return new ManualScheduler(false);
  }

  /** What is to be done soon is done at once, so that a caller may wait for it. */
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

  /** Sets the wall's clock: it is ahead of the time that has really gone by, or behind it. */
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

  /** Lets time go by, doing what falls due. */
  public void advance(Duration time) {
    Instant end = now.plus(time);
    while (!due.isEmpty() && !due.peek().at().isAfter(end)) {
      Due next = due.remove();
      now = next.at();
      next.work().run();
    }
    now = end;
  }

  /** Does what is due now. */
  public void settle() {
    advance(Duration.ZERO);
  }
}
