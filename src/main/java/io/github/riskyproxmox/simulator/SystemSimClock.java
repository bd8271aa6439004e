package io.github.riskyproxmox.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A clock with real time. */
final class SystemSimClock implements SimClock {
  private final ScheduledThreadPoolExecutor timer;

  SystemSimClock() {
    timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("simulator-clock").factory());
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(10, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public Alarm schedule(Duration delay, Runnable event) {
    Future<?> future = timer.schedule(event, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  @Override
  public void hold(Duration delay) {
    CountDownLatch over = new CountDownLatch(1);
    Alarm alarm = schedule(delay, over::countDown);
    try {
      over.await();
    } catch (InterruptedException e) {
      alarm.cancel();
      Thread.currentThread().interrupt();
    }
  }
}
