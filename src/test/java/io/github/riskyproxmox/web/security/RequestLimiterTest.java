package io.github.riskyproxmox.web.security;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.support.Waiting;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RequestLimiterTest {
  private static final Duration VERY_LONG = Duration.ofHours(1);

  @Test
  void oneClientIsLimitedAndOthersAreNotAffected() {
    RequestLimiter limiter = new RequestLimiter(Duration.ZERO);
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
    RequestLimiter limiter = new RequestLimiter(Duration.ZERO);
    for (int count = 0; count < RequestLimiter.ALL; count++) {
      assertTrue(limiter.enter("10.0.1." + count));
    }
    assertFalse(limiter.enter("10.0.0.1"));
    limiter.leave("10.0.1.0");
    assertTrue(limiter.enter("10.0.0.1"));
  }

  @Test
  void aRequestThatFindsNoRoomWaitsUntilAnotherOfItsClientLeaves() throws Exception {
    RequestLimiter limiter = new RequestLimiter(VERY_LONG);
    for (int count = 0; count < RequestLimiter.EACH; count++) {
      assertTrue(limiter.enter("10.0.0.1"));
    }
    CompletableFuture<Boolean> next =
        CompletableFuture.supplyAsync(() -> limiter.enter("10.0.0.1"));
    Waiting.until("the request to wait", () -> limiter.waiting() == 1);
    assertTrue(limiter.enter("10.0.0.2"), "another client waits too");
    limiter.leave("10.0.0.2");
    assertFalse(next.isDone());

    limiter.leave("10.0.0.1");
    assertTrue(next.get(Waiting.millis(), TimeUnit.MILLISECONDS));
  }
}
