package io.github.riskyproxmox.web.guard;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TurnstileTest {
  private final Turnstile turnstile = new Turnstile();

  @Test
  void oneClientHasItsShareAndLeavesTheOthersTheirs() {
    for (int count = 0; count < Turnstile.EACH; count++) {
      assertTrue(turnstile.enter("10.0.0.1"));
    }
    assertFalse(turnstile.enter("10.0.0.1"));
    assertTrue(turnstile.enter("10.0.0.2"));

    turnstile.leave("10.0.0.1");
    assertTrue(turnstile.enter("10.0.0.1"));
  }

  @Test
  void allTogetherLeaveThreadsForThoseWhoRead() {
    for (int count = 0; count < Turnstile.ALL; count++) {
      assertTrue(turnstile.enter("10.0.1." + count));
    }
    assertFalse(turnstile.enter("10.0.0.1"));
    turnstile.leave("10.0.1.0");
    assertTrue(turnstile.enter("10.0.0.1"));
  }
}
