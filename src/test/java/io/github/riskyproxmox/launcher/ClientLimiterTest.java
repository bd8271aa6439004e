package io.github.riskyproxmox.launcher;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class ClientLimiterTest {
  private final ClientLimiter limiter = new ClientLimiter();

  @Test
  void oneClientCannotUseUpTheRequestsOfOthers() throws Exception {
    fill("10.0.0.1");
    assertTrue(limiter.enter(address("10.0.0.2")));

    limiter.leave(address("10.0.0.1"));
    assertTrue(limiter.enter(address("10.0.0.1")));
    assertFalse(limiter.enter(address("10.0.0.1")));
  }

  @Test
  void anIpv6NetworkIsOneClient() throws Exception {
    fill("2001:db8::1");
    assertFalse(limiter.enter(address("2001:db8::ffff:2")));
    assertTrue(limiter.enter(address("2001:db8:0:1::1")));
  }

  private void fill(String client) throws Exception {
    for (int count = 0; count < ClientLimiter.PER_CLIENT; count++) {
      assertTrue(limiter.enter(address(client)));
    }
    assertFalse(limiter.enter(address(client)));
  }

  private static byte[] address(String text) throws Exception {
    return InetAddress.getByName(text).getAddress();
  }
}
