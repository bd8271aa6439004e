package io.github.riskyproxmox.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RequestBudgetTest {
  private final Instant start = Instant.parse("2026-01-01T00:00:00Z");
  private final RequestBudget budget = new RequestBudget(start);

  @Test
  void unusedRequestsAccumulateUpToFive() {
    assertEquals(5, possible(start));
    assertEquals(5, possible(start.plusSeconds(3600)));
  }

  @Test
  void afterThatOneRequestIsAllowedEveryThreeSeconds() {
    budget.spend(5, start);

    assertFalse(budget.allows(start.plusMillis(2999)));
    assertTrue(budget.allows(start.plusSeconds(3)));
  }

  @Test
  void anExpensivePollDelaysLaterOnes() {
    budget.spend(15, start);

    assertFalse(budget.allows(start.plusSeconds(32)));
    assertTrue(budget.allows(start.plusSeconds(33)));
  }

  private int possible(Instant now) {
    int count = 0;
    while (budget.allows(now)) {
      budget.spend(1, now);
      count++;
    }
    return count;
  }
}
