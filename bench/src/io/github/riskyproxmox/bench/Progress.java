package io.github.riskyproxmox.bench;

/** Reports progress on standard error; only the table goes to standard output. */
final class Progress {
  private static final long BEGUN = System.nanoTime();

  private Progress() {}

  static void say(String what) {
    System.err.printf("bench %4d s: %s%n", (System.nanoTime() - BEGUN) / 1_000_000_000L, what);
  }
}
