package io.github.riskyproxmox.launcher;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class CrowdTest {
  private final Crowd crowd = new Crowd();

  @Test
  void oneClientHasItsShareAndLeavesTheOthersTheirs() throws Exception {
    fill("10.0.0.1");
    assertTrue(crowd.enter(address("10.0.0.2")));

    crowd.leave(address("10.0.0.1"));
    assertTrue(crowd.enter(address("10.0.0.1")));
    assertFalse(crowd.enter(address("10.0.0.1")));
  }

  @Test
  void aNetworkOfIpv6IsOneClient() throws Exception {
    fill("2001:db8::1");
    assertFalse(crowd.enter(address("2001:db8::ffff:2")));
    assertTrue(crowd.enter(address("2001:db8:0:1::1")));
  }

  private void fill(String client) throws Exception {
    for (int count = 0; count < Crowd.EACH; count++) {
      assertTrue(crowd.enter(address(client)));
    }
    assertFalse(crowd.enter(address(client)));
  }

  private static byte[] address(String text) throws Exception {
    return InetAddress.getByName(text).getAddress();
  }
}
