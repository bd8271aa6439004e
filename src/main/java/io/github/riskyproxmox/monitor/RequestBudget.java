package io.github.riskyproxmox.monitor;

import java.time.Duration;
import java.time.Instant;

/**
 * How many requests looking may cost Proxmox: 20 a minute, what its own page costs with one user,
 * however many pages and programs look at ours.
 */
final class RequestBudget {
  private static final Duration PRICE = Duration.ofSeconds(3);
  private static final Duration SAVINGS = PRICE.multipliedBy(5);

  /** Until when requests are paid for; savings reach back from now, debts forward. */
  private Instant paidUntil;

  RequestBudget(Instant now) {
    paidUntil = now.minus(SAVINGS);
  }

  /** Whether at least one request may be made now. */
  boolean allows(Instant now) {
    return !paidUntil.plus(PRICE).isAfter(now);
  }

  /** How many requests are paid for now. */
  int affordable(Instant now) {
    Instant oldest = now.minus(SAVINGS);
    Instant from = paidUntil.isBefore(oldest) ? oldest : paidUntil;
    return (int) Math.max(0, Duration.between(from, now).dividedBy(PRICE));
  }

  /** Books requests; more than there is makes a debt that later looks wait for. */
  void spend(int requests, Instant now) {
    Instant oldest = now.minus(SAVINGS);
    Instant from = paidUntil.isBefore(oldest) ? oldest : paidUntil;
    paidUntil = from.plus(PRICE.multipliedBy(requests));
  }
}
