package io.github.riskyproxmox.bench;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits, never for ever. */
final class Wait {
  private Wait() {}

  static void of(Duration time) throws InterruptedException {
    Thread.sleep(time.toMillis());
  }

  /** Asks every few milliseconds. */
  static void until(String what, Duration atMost, Duration every, Callable<Boolean> condition)
      throws Exception {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("Not so after " + atMost.toSeconds() + " s: " + what);
      }
      of(every);
    }
  }

  static void until(String what, Duration atMost, Callable<Boolean> condition) throws Exception {
    until(what, atMost, Duration.ofMillis(20), condition);
  }

  /** Since then, by {@link System#nanoTime}. */
  static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }
}
