package io.github.riskyproxmox.bench;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits, with a time limit. */
final class Wait {
  private Wait() {}

  static void of(Duration time) throws InterruptedException {
    Thread.sleep(time.toMillis());
  }

  /** Polls the condition. */
  static void until(String what, Duration atMost, Duration every, Callable<Boolean> condition)
      throws Exception {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("Not true after " + atMost.toSeconds() + " s: " + what);
      }
      of(every);
    }
  }

  static void until(String what, Duration atMost, Callable<Boolean> condition) throws Exception {
    until(what, atMost, Duration.ofMillis(20), condition);
  }

  /** Seconds since that value of {@link System#nanoTime}. */
  static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }
}
