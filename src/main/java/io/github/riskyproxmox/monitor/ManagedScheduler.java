package io.github.riskyproxmox.monitor;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Real time and the container's threads. Exceptions of the work are logged. */
@ManagedScheduledExecutorDefinition(
    name = "java:app/concurrent/monitor",
    maxAsync = 4,
    hungTaskThreshold = 120_000)
@ApplicationScoped
public class ManagedScheduler implements Scheduler {
  private static final Logger LOG = Logger.getLogger(ManagedScheduler.class.getName());

  private final Clock clock = Clock.systemUTC();
  private final Instant begin = clock.instant();
  private final long nanosAtBegin = System.nanoTime();

  // The container injects resources only into fields and setters.
  @Resource(lookup = "java:app/concurrent/monitor")
  private ManagedScheduledExecutorService executor;

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public Instant steady() {
    return begin.plusNanos(System.nanoTime() - nanosAtBegin);
  }

  @Override
  public void soon(Runnable work) {
    after(Duration.ZERO, work);
  }

  @Override
  public void after(Duration delay, Runnable work) {
    try {
      ScheduledFuture<?> unused =
          executor.schedule(() -> guarded(work), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException | IllegalStateException stopping) {
      LOG.log(Level.FINE, "The agent is stopping; new background work is ignored.", stopping);
    }
  }

  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error unexpected) {
      LOG.log(
          Level.SEVERE, "Background work of the agent failed. The agent continues.", unexpected);
    }
  }
}
