package io.github.riskyproxmox.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.support.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenAddressTest {

  @ParameterizedTest
  @CsvSource({
    "::1, http://[::1]:8080/",
    "2001:db8:0:0:1:0:0:1, http://[2001:db8::1:0:0:1]:8080/",
    "fe80::, http://[fe80::]:8080/",
    "10:20:30:40:50:60:70:80, http://[10:20:30:40:50:60:70:80]:8080/",
    "127.0.0.1, http://127.0.0.1:8080/"
  })
  void zerosOfIpv6AddressesAreShortened(String address, String url) throws IOException {
    assertEquals(url, new ListenAddress(InetAddress.getByName(address), 8080).url());
  }

  @Test
  void theWildcardIsPrintedAsAnAddressThatCanBeOpened() throws IOException {
    String url = new ListenAddress(InetAddress.getByAddress(new byte[4]), 8080).url();
    assertTrue(url.matches("http://(?!0\\.0\\.0\\.0)[0-9.]+:8080/"), url);
  }

  @Test
  void bothWildcardsAreAskedByIpv4BecauseIpv6MayBeSwitchedOff() throws IOException {
    for (String wildcard : List.of("::", "0.0.0.0")) {
      assertEquals(
          "http://127.0.0.1:8080/",
          new ListenAddress(InetAddress.getByName(wildcard), 8080).localUrl());
    }
  }

  @Test
  void aBracketedAddressOfThisMachineIsTaken() throws Exception {
    int port = FreePorts.next();
    assertEquals("[::1]:" + port, ListenAddress.checked("[::1]", port).toString());
  }

  @Test
  void theSocketsOfThisProcessAreFound() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ListenAddress expected =
          new ListenAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
      assertTrue(ListeningSockets.find().contains(expected));
    }
  }

  @Test
  void aPortInUseIsRefusedWithItsAddress() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      StartFailure refused =
          assertThrows(
              StartFailure.class, () -> ListenAddress.checked("127.0.0.1", socket.getLocalPort()));
      assertTrue(refused.problems().get(0).contains("127.0.0.1:" + socket.getLocalPort()));
    }
  }
}
