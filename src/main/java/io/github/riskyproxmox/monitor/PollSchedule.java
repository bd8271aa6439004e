package io.github.riskyproxmox.monitor;

import java.time.Duration;
import java.time.Instant;

/**
 * When Proxmox is looked at: by the age of what is known, by what is going on, and by what looking
 * has cost so far. For one thread at a time.
 */
final class PollSchedule {
  static final Duration PERIOD = Duration.ofSeconds(5);
  static final Duration PERIOD_IN_TROUBLE = Duration.ofSeconds(15);

  /** A launch asks Proxmox often enough itself; what it brings about is looked at besides. */
  static final Duration PERIOD_IN_LAUNCH = Duration.ofSeconds(10);

  /** What is no older is as good as new. */
  static final Duration FRESH = Duration.ofSeconds(1);

  /** A look at once would vie with the launch's own next step, which matters more. */
  private static final Duration AFTER_LAUNCH_MOVED = Duration.ofMillis(300);

  private final RequestBudget budget;
  private Instant lookedAt = Instant.EPOCH;

  PollSchedule(Instant now) {
    budget = new RequestBudget(now);
  }

  /** A look begins. */
  void begun(Instant now) {
    lookedAt = now;
  }

  /** It has cost so many requests. */
  void spent(int requests, Instant now) {
    budget.spend(requests, now);
  }

  /** How many requests a look may make now without a debt. */
  int affordable(Instant now) {
    return budget.affordable(now);
  }

  /** Whether the last look is as old as that, and another one not too dear. */
  boolean allows(Duration age, Instant now) {
    return !now.isBefore(lookedAt.plus(age)) && budget.allows(now);
  }

  /** Whether somebody who watches is to be shown a new look, with that known so far. */
  boolean isDue(SiteSnapshot known, Instant now) {
    return allows(period(known), now);
  }

  /** How long until that has to be asked, never negative. */
  Duration untilDue(SiteSnapshot known, Instant now) {
    return between(now, lookedAt.plus(period(known)));
  }

  /** How long to wait with the look that shows what a launch has just brought about. */
  Duration afterLaunchMoved(Instant now) {
    return longer(AFTER_LAUNCH_MOVED, between(now, lookedAt.plus(FRESH)));
  }

  static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  private static Duration between(Instant now, Instant then) {
    return longer(Duration.ZERO, Duration.between(now, then));
  }

  private static Duration period(SiteSnapshot known) {
    boolean hopeless =
        known.trouble().filter(now -> now.kind() != Trouble.Kind.UNREACHABLE).isPresent();
    if (hopeless) {
      return PERIOD_IN_TROUBLE;
    }
    return known.launchUnderWay() ? PERIOD_IN_LAUNCH : PERIOD;
  }
}
