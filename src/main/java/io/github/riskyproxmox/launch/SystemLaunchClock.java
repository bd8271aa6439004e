package io.github.riskyproxmox.launch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Real time: the system time when the launch began, plus the time that has passed since. Setting
 * the system clock during a launch does not change its timeouts.
 */
final class SystemLaunchClock implements LaunchClock {
  private final Semaphore wakings = new Semaphore(0);
  private final LongSupplier nanoTime;
  private final Instant begin;
  private final long nanosAtBegin;

  SystemLaunchClock() {
    this(InstantSource.system(), System::nanoTime);
  }

  SystemLaunchClock(InstantSource wall, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.begin = wall.instant();
    this.nanosAtBegin = nanoTime.getAsLong();
  }

  @Override
  public Instant now() {
    return begin.plusNanos(nanoTime.getAsLong() - nanosAtBegin);
  }

  @Override
  public void pause(Duration longest) throws InterruptedException {
    if (wakings.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
      wakings.drainPermits();
    }
  }

  @Override
  public void wake() {
    wakings.release();
  }
}
