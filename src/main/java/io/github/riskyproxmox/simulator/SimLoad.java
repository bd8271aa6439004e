package io.github.riskyproxmox.simulator;

import java.time.Instant;

/**
 * What a running guest uses: waves that depend only on its vmid and the time, so that every run
 * shows the same.
 */
final class SimLoad {
  /** pvestatd measures every ten seconds (pve-api.md §2). */
  private static final int BROADCAST_SECONDS = 10;

  private SimLoad() {}

  /** The time of the last broadcast before that time. */
  static Instant broadcastBefore(Instant now) {
    return Instant.ofEpochSecond(
        Math.floorDiv(now.getEpochSecond(), BROADCAST_SECONDS) * BROADCAST_SECONDS);
  }

  /** The share of its CPUs in use, 0 to 1. */
  static double cpu(int vmid, Instant now) {
    double usual = 0.03 + Math.floorMod(vmid * 37, 100) / 400.0;
    double swing = 1 + 0.6 * wave(vmid, now, 180) + 0.3 * wave(vmid * 3, now, 47);
    return Math.round(usual * swing * 10_000) / 10_000.0;
  }

  /** The part of its memory in use, in bytes. */
  static long memory(int vmid, long configured, Instant now) {
    return (long)
        (configured * (0.35 + Math.floorMod(vmid * 53, 100) / 250.0 + 0.05 * wave(vmid, now, 600)));
  }

  private static double wave(int vmid, Instant now, int period) {
    return Math.sin(2 * Math.PI * (now.toEpochMilli() / 1000.0 / period + vmid * 0.137 % 1));
  }
}
