package io.github.riskyproxmox.support;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * How tests wait: for a condition, with one limit that only a hang reaches. No test asserts how
 * long a thing takes unless that is its subject; then its message ends with {@link #load()}.
 */
public final class Waiting {
  /** No test gives up sooner, however busy the machine is. */
  public static final Duration LIMIT = Duration.ofMinutes(2);

  private static final long INTERVAL_NANOS = Duration.ofMillis(50).toNanos();

  private Waiting() {}

  /** The limit as sockets want it. */
  public static int millis() {
    return (int) LIMIT.toMillis();
  }

  /** Waits until that is so. */
  public static void until(String what, BooleanSupplier condition) {
    until(() -> what, condition);
  }

  /**
   * Waits until that is so; asks twenty times a second.
   *
   * @param what the condition in words; may add what is known when it is never met
   * @throws AssertionError if it is not so within {@link #LIMIT}
   */
  public static void until(Supplier<String> what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "Waited %d s for %s. %s".formatted(LIMIT.toSeconds(), what.get(), load()));
      }
      LockSupport.parkNanos(INTERVAL_NANOS);
    }
  }

  /** How busy the machine is, for the message of a test that measures real time. */
  public static String load() {
    return String.format(
        Locale.ROOT,
        "The machine has %d processors and a load average of %.1f.",
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }
}
