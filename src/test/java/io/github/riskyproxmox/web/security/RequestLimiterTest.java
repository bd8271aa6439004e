package io.github.riskyproxmox.web.security;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RequestLimiterTest {
  private final RequestLimiter limiter = new RequestLimiter();

  @Test
  void oneClientIsLimitedAndOthersAreNotAffected() {
    for (int count = 0; count < RequestLimiter.EACH; count++) {
      assertTrue(limiter.enter("10.0.0.1"));
    }
    assertFalse(limiter.enter("10.0.0.1"));
    assertTrue(limiter.enter("10.0.0.2"));

    limiter.leave("10.0.0.1");
    assertTrue(limiter.enter("10.0.0.1"));
  }

  @Test
  void allClientsTogetherAreLimited() {
    for (int count = 0; count < RequestLimiter.ALL; count++) {
      assertTrue(limiter.enter("10.0.1." + count));
    }
    assertFalse(limiter.enter("10.0.0.1"));
    limiter.leave("10.0.1.0");
    assertTrue(limiter.enter("10.0.0.1"));
  }
}
