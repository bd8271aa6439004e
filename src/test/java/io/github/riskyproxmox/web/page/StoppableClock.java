package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.simulator.ManualSimClock;
import io.github.riskyproxmox.simulator.SimClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The time of a simulated Proxmox: real time, but a test can stop it. Then a state that would pass
 * by itself lasts until it has been examined, however busy the machine is.
 */
final class StoppableClock implements SimClock, AutoCloseable {
  private static final int TICK_MILLIS = 20;

  private final ManualSimClock time = SimClock.manual();
  private final Duration ahead = Duration.between(time.now(), Instant.now());
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "simulator-clock");
            thread.setDaemon(true);
            return thread;
          });
  private long tickedAt = System.nanoTime();
  private boolean stopped;

  StoppableClock() {
    ticker.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** From now on time stands still. */
  void stop() {
    setStopped(true);
  }

  /** Time goes on. */
  void resume() {
    setStopped(false);
  }

  private synchronized void setStopped(boolean now) {
    tickedAt = System.nanoTime();
    stopped = now;
  }

  /** Moves the time on at once, stopped or not. */
  void advance(Duration duration) {
    time.advance(duration);
  }

  private void tick() {
    try {
      time.advance(passed());
    } catch (RuntimeException failed) {
      // A ticker that throws is never called again.
      System.err.println("An event of the simulator failed: " + failed);
    }
  }

  private synchronized Duration passed() {
    long now = System.nanoTime();
    Duration passed = stopped ? Duration.ZERO : Duration.ofNanos(now - tickedAt);
    tickedAt = now;
    return passed;
  }

  @Override
  public Instant now() {
    return time.now().plus(ahead);
  }

  @Override
  public Alarm schedule(Duration delay, Runnable event) {
    return time.schedule(delay, event);
  }

  @Override
  public void hold(Duration delay) {
    time.hold(delay);
  }

  @Override
  public void close() {
    ticker.shutdownNow();
  }
}
