package io.github.riskyproxmox.monitor;

import java.time.Duration;
import java.time.Instant;

/**
 * Limits polling to 20 requests a minute, however many pages and programs use the agent. Proxmox's
 * own page makes as many for one user. Unused requests accumulate up to five. Not thread-safe.
 */
final class RequestBudget {
  private static final Duration INTERVAL = Duration.ofSeconds(3);
  private static final Duration RESERVE = INTERVAL.multipliedBy(5);

  /**
   * Each request moves this by one interval: before now there are unused requests, after now debts.
   */
  private Instant chargedUntil;

  RequestBudget(Instant now) {
    chargedUntil = now.minus(RESERVE);
  }

  /** Whether at least one request is allowed now. */
  boolean allows(Instant now) {
    return !chargedUntil.plus(INTERVAL).isAfter(now);
  }

  /** How many requests are allowed now. */
  int affordable(Instant now) {
    Instant oldest = now.minus(RESERVE);
    Instant from = chargedUntil.isBefore(oldest) ? oldest : chargedUntil;
    return (int) Math.max(0, Duration.between(from, now).dividedBy(INTERVAL));
  }

  /** Charges requests. More than allowed delay later polls. */
  void spend(int requests, Instant now) {
    Instant oldest = now.minus(RESERVE);
    Instant from = chargedUntil.isBefore(oldest) ? oldest : chargedUntil;
    chargedUntil = from.plus(INTERVAL.multipliedBy(requests));
  }
}
