package io.github.riskyproxmox.monitor;

import java.time.Duration;
import java.time.Instant;

/**
 * Decides when to poll: by the age of the last poll, by what is going on, and by the request
 * budget. Thread-safe.
 */
final class PollSchedule {
  static final Duration PERIOD = Duration.ofSeconds(5);
  static final Duration PERIOD_IN_TROUBLE = Duration.ofSeconds(15);

  /** A launch makes requests itself, and its changes cause extra polls. */
  static final Duration PERIOD_IN_LAUNCH = Duration.ofSeconds(10);

  /** A poll that young is not repeated. */
  static final Duration FRESH = Duration.ofSeconds(1);

  /** An immediate poll would delay the launch's next request. */
  private static final Duration AFTER_LAUNCH_CHANGE = Duration.ofMillis(300);

  private final RequestBudget budget;
  private Instant polledAt = Instant.EPOCH;

  PollSchedule(Instant now) {
    budget = new RequestBudget(now);
  }

  /** A poll begins. */
  synchronized void begun(Instant now) {
    polledAt = now;
  }

  /** Charges requests to the budget. */
  synchronized void spent(int requests, Instant now) {
    budget.spend(requests, now);
  }

  /** How many requests a poll may make now within the budget. */
  synchronized int affordable(Instant now) {
    return budget.affordable(now);
  }

  /** Whether the last poll is at least that old and the budget allows another. */
  synchronized boolean allows(Duration age, Instant now) {
    return !now.isBefore(polledAt.plus(age)) && budget.allows(now);
  }

  /** Whether open pages need a poll now. */
  synchronized boolean isDue(SiteSnapshot known, Instant now) {
    return allows(period(known), now);
  }

  /** How long until open pages need a poll; never negative. */
  synchronized Duration untilDue(SiteSnapshot known, Instant now) {
    return between(now, polledAt.plus(period(known)));
  }

  /** How long to wait with the poll after a change by the launch. */
  synchronized Duration afterLaunchChanged(Instant now) {
    return longer(AFTER_LAUNCH_CHANGE, between(now, polledAt.plus(FRESH)));
  }

  static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  private static Duration between(Instant now, Instant then) {
    return longer(Duration.ZERO, Duration.between(now, then));
  }

  private static Duration period(SiteSnapshot known) {
    boolean needsAdministrator =
        known.trouble().filter(now -> now.kind() != Trouble.Kind.UNREACHABLE).isPresent();
    if (needsAdministrator) {
      return PERIOD_IN_TROUBLE;
    }
    return known.launchUnderWay() ? PERIOD_IN_LAUNCH : PERIOD;
  }
}
