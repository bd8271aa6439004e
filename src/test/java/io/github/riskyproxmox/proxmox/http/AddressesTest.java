package io.github.riskyproxmox.proxmox.http;

import static io.github.riskyproxmox.proxmox.http.ScriptedServer.always;
import static io.github.riskyproxmox.proxmox.http.ScriptedServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.pve.PveUnavailable.Delivery;
import io.github.riskyproxmox.support.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names and their addresses, with a DNS that a test decides. */
class AddressesTest {
  private static final Limits SHORT =
      new Limits(Duration.ofSeconds(2), Duration.ofSeconds(20), Duration.ofSeconds(40), 1 << 20);
  private static final String START = "/api2/json/nodes/pve/qemu/101/status/start";
  private static final Duration WELL_BELOW_FOR_EVER = Duration.ofMinutes(1);

  private static TestCertificate certificate;

  private final AtomicInteger lookUps = new AtomicInteger();
  private final CountDownLatch over = new CountDownLatch(1);

  private volatile boolean hangs;
  private volatile boolean fails;
  private volatile InetAddress[] found = {};

  @BeforeAll
  static void makeCertificate(@TempDir Path directory) {
    certificate = TestCertificate.good(directory);
  }

  @AfterEach
  void letTheDnsGo() {
    over.countDown();
  }

  @Test
  void allAddressesAreTriedAndTheOneThatServesIsTriedFirstFromThenOn() throws IOException {
    found = new InetAddress[] {address(127, 0, 0, 9), address(127, 0, 0, 8), address(127, 0, 0, 1)};
    try (ScriptedServer server = new ScriptedServer(certificate, always(json("200 OK", "{}")));
        RawClient proxmox = client(server.port())) {
      assertEquals(200, proxmox.post(START));
      assertEquals(200, proxmox.post(START));

      assertEquals(2, server.requests().size());
    }
  }

  @Test
  void anAddressThatSwallowsConnectionsLeavesTimeForTheNext() throws IOException {
    try (ServerSocket full = new ServerSocket(0, 1, address(127, 0, 0, 9));
        ScriptedServer server = new ScriptedServer(certificate, always(json("200 OK", "{}")))) {
      // Blackholed: TEST-NET-1 (RFC 5737), which is refused at once or never answered.
      found = new InetAddress[] {address(192, 0, 2, 1), full.getInetAddress(), loopback()};
      try (RawClient proxmox = client(server.port())) {
        assertTimeoutPreemptively(
            WELL_BELOW_FOR_EVER, () -> assertEquals(200, proxmox.post(START)));
      }
      assertEquals(1, server.requests().size());
    }
  }

  @Test
  void anIpv6AddressThatIsDeadLeavesTheIpv4Address() throws IOException {
    found = new InetAddress[] {InetAddress.getByName("100::1"), loopback()};
    try (ScriptedServer server = new ScriptedServer(certificate, always(json("200 OK", "{}")));
        RawClient proxmox = client(server.port())) {
      assertTimeoutPreemptively(WELL_BELOW_FOR_EVER, () -> assertEquals(200, proxmox.post(START)));
    }
  }

  @Test
  void whereNoneTakesTheConnectionNothingWasDelivered() throws IOException {
    found = new InetAddress[] {address(127, 0, 0, 9), address(127, 0, 0, 8)};
    try (ScriptedServer server = new ScriptedServer(certificate, always(json("200 OK", "{}")));
        RawClient proxmox = client(server.port())) {
      PveUnavailable refused = assertThrows(PveUnavailable.class, () -> proxmox.post(START));

      assertEquals(Delivery.NOT_DELIVERED, refused.delivery());
      assertTrue(refused.getMessage().contains("none of its 2 addresses"), refused.getMessage());
    }
  }

  @Test
  void aLookUpThatHangsEndsWithTheConnectDeadlineAndIsNotBegunAgain() {
    hangs = true;
    try (RawClient proxmox = client(8006)) {
      for (int attempt = 0; attempt < 3; attempt++) {
        PveUnavailable late =
            assertTimeoutPreemptively(
                WELL_BELOW_FOR_EVER,
                () -> assertThrows(PveUnavailable.class, () -> proxmox.post(START)));

        assertEquals(Delivery.NOT_DELIVERED, late.delivery());
        assertTrue(late.getMessage().contains("could not be looked up"), late.getMessage());
      }
      assertEquals(1, lookUps.get());
    }
  }

  @Test
  void whileTheDnsIsDownTheAddressesFoundLastServe() throws IOException {
    found = new InetAddress[] {loopback()};
    try (ScriptedServer server = new ScriptedServer(certificate, always(json("200 OK", "{}")));
        RawClient proxmox = client(server.port())) {
      assertEquals(200, proxmox.post(START));

      fails = true;
      assertEquals(200, proxmox.post(START));

      hangs = true;
      int before = lookUps.get();
      assertTimeoutPreemptively(
          WELL_BELOW_FOR_EVER,
          () -> {
            for (int attempt = 0; attempt < 50; attempt++) {
              assertEquals(200, proxmox.post(START));
            }
          });
      assertEquals(before + 1, lookUps.get());
      assertEquals(52, server.requests().size());
    }
  }

  @Test
  void aNameThatIsNotKnownIsSaid() {
    fails = true;
    try (RawClient proxmox = client(8006)) {
      PveUnavailable unknown = assertThrows(PveUnavailable.class, () -> proxmox.post(START));

      assertEquals(Delivery.NOT_DELIVERED, unknown.delivery());
      assertTrue(unknown.getMessage().contains("the name is not known"), unknown.getMessage());
    }
  }

  @Test
  void anAddressIsNeverLookedUpBeside() throws IOException {
    for (String literal : List.of("127.0.0.1", "::1")) {
      try (Addresses addresses = new Addresses(literal, Duration.ZERO, InetAddress::getAllByName)) {
        assertEquals(1, addresses.resolve(literal).length);
      }
    }
  }

  @Test
  void aPortLeftToHttpsIsHintedAt() throws IOException {
    found = new InetAddress[] {address(127, 0, 0, 9)};
    try (RawClient proxmox =
        new RawClient(settings("https://pve.test/api2/json"), SHORT, this::resolve)) {
      String message = assertThrows(PveUnavailable.class, () -> proxmox.post(START)).getMessage();

      assertTrue(message.contains(":443"), message);
      assertTrue(message.contains("8006"), message);
    }
    try (RawClient proxmox = client(8006)) {
      String message = assertThrows(PveUnavailable.class, () -> proxmox.post(START)).getMessage();

      assertTrue(!message.contains(":443"), message);
    }
  }

  private InetAddress[] resolve(String host) throws UnknownHostException {
    lookUps.incrementAndGet();
    if (hangs) {
      try {
        over.await();
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
      }
    }
    if (fails || hangs) {
      throw new UnknownHostException(host);
    }
    return found;
  }

  private RawClient client(int port) {
    return new RawClient(settings("pve.test:" + port), SHORT, this::resolve);
  }

  private static Settings settings(String host) {
    return Settings.from(
        Map.of(
            "PVE_HOST", host,
            "PVE_TOKEN_ID", "launcher@pve!agent",
            "PVE_TOKEN_SECRET", "0f5b6c9e-secret"));
  }

  private static InetAddress loopback() throws UnknownHostException {
    return address(127, 0, 0, 1);
  }

  private static InetAddress address(int... bytes) throws UnknownHostException {
    byte[] address = new byte[bytes.length];
    for (int index = 0; index < bytes.length; index++) {
      address[index] = (byte) bytes[index];
    }
    return InetAddress.getByAddress("pve.test", address);
  }
}
