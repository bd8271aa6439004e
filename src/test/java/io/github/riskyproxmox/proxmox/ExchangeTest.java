package io.github.riskyproxmox.proxmox;

import static io.github.riskyproxmox.proxmox.http.ScriptedServer.always;
import static io.github.riskyproxmox.proxmox.http.ScriptedServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.pve.PveProtocolError;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.pve.PveUnavailable.Delivery;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import io.github.riskyproxmox.proxmox.http.Limits;
import io.github.riskyproxmox.proxmox.http.ScriptedServer;
import io.github.riskyproxmox.support.FreePorts;
import io.github.riskyproxmox.support.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the network can do to a call. */
class ExchangeTest {
  private static final VmRef VM = new VmRef(new NodeName("pve1"), new VmId(101));
  private static final String UPID =
      "UPID:pve1:000000DC:0002A001:6B03AAB8:qmstart:101:launcher@pve!agent:";
  private static final String RUNNING =
      json("200 OK", "{\"data\":{\"status\":\"running\",\"qmpstatus\":\"running\"}}");
  private static final Limits SHORT =
      new Limits(Duration.ofSeconds(5), Duration.ofMillis(400), Duration.ofMillis(1500), 1 << 20);
  private static final Limits SMALL =
      new Limits(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(30), 1 << 20);
  private static final String OK_JSON = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

  private static TestCertificate certificate;

  @BeforeAll
  static void makeCertificate(@TempDir Path directory) {
    certificate = TestCertificate.good(directory);
  }

  @Test
  void readsKeepTheirConnectionAndCarryTheToken() throws IOException {
    try (ScriptedServer server = new ScriptedServer(certificate, always(RUNNING))) {
      PveGateway gateway = Gateways.of(Gateways.settings(server.port()));

      assertEquals(PowerState.RUNNING, gateway.status(VM).orElseThrow().power());
      assertEquals(PowerState.RUNNING, gateway.status(VM).orElseThrow().power());

      assertEquals(1, server.connections());
      assertEquals(
          "GET /api2/json/nodes/pve1/qemu/101/status/current HTTP/1.1",
          server.requests().get(0).line());
      assertTrue(
          server
              .requests()
              .get(0)
              .headers()
              .contains("Authorization: PVEAPIToken=launcher@pve!agent=" + Gateways.SECRET));
    }
  }

  @Test
  void aStartHasItsOwnConnectionAndAnEmptyBody() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(certificate, always(json("200 OK", "{\"data\":\"" + UPID + "\"}")))) {
      assertEquals(UPID, Gateways.of(Gateways.settings(server.port())).start(VM).text());

      ScriptedServer.Request request = server.requests().get(0);
      assertEquals("POST /api2/json/nodes/pve1/qemu/101/status/start HTTP/1.1", request.line());
      assertTrue(request.headers().contains("Content-Length: 0"), request.headers().toString());
      assertFalse(request.headers().toString().contains("application/json;"));
    }
  }

  @Test
  void aShutdownCarriesItsTimeoutAsAForm() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(certificate, always(json("200 OK", "{\"data\":\"" + UPID + "\"}")))) {
      Gateways.of(Gateways.settings(server.port())).shutdown(VM, Duration.ofSeconds(90));

      assertEquals("timeout=90", server.requests().get(0).body());
      assertTrue(
          server
              .requests()
              .get(0)
              .headers()
              .contains("Content-Type: application/x-www-form-urlencoded"));
    }
  }

  @Test
  void aStartWhoseAnswerIsLostIsNotSentAgain() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(certificate, (request, socket, output) -> socket.close())) {
      PveGateway gateway = Gateways.of(Gateways.settings(server.port()));

      PveUnavailable lost = assertThrows(PveUnavailable.class, () -> gateway.start(VM));

      assertEquals(Delivery.UNCERTAIN, lost.delivery());
      assertEquals(1, server.requests().size());
    }
  }

  @Test
  void aReadOnAConnectionThatHasDiedIsAskedAgain() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            certificate,
            (request, socket, output) -> {
              output.write(RUNNING.getBytes(StandardCharsets.UTF_8));
              output.flush();
              socket.close();
            })) {
      PveGateway gateway = Gateways.of(Gateways.settings(server.port()));

      for (int round = 0; round < 3; round++) {
        assertEquals(PowerState.RUNNING, gateway.status(VM).orElseThrow().power());
      }
    }
  }

  @Test
  void nobodyListeningIsKnownNotToBeDelivered() {
    int port = FreePorts.next();
    PveGateway gateway = Gateways.of(Gateways.settings(port));

    PveUnavailable refused = assertThrows(PveUnavailable.class, () -> gateway.start(VM));

    assertEquals(Delivery.NOT_DELIVERED, refused.delivery());
    assertTrue(refused.getMessage().contains("127.0.0.1:" + port), refused.getMessage());
  }

  @Test
  void anUnknownNameIsKnownNotToBeDelivered() {
    PveGateway gateway = Gateways.of(Gateways.settings(1, "PVE_HOST", "no-such-host.invalid:8006"));

    PveUnavailable unknown = assertThrows(PveUnavailable.class, () -> gateway.start(VM));

    assertEquals(Delivery.NOT_DELIVERED, unknown.delivery());
    assertTrue(unknown.getMessage().contains("the name is not known"), unknown.getMessage());
  }

  @Test
  void aServerThatSpeaksNoTlsIsKnownNotToBeDelivered() throws IOException {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread server =
          new Thread(
              () -> {
                try (java.net.Socket socket = plain.accept()) {
                  socket.getOutputStream().write("HTTP/1.0 400 Bad Request\r\n\r\n".getBytes());
                  socket.getInputStream().readAllBytes();
                } catch (IOException closed) {
                  // The test is over.
                }
              });
      server.setDaemon(true);
      server.start();
      PveGateway gateway = Gateways.of(Gateways.settings(plain.getLocalPort()));

      PveUnavailable refused = assertThrows(PveUnavailable.class, () -> gateway.start(VM));

      assertEquals(Delivery.NOT_DELIVERED, refused.delivery());
    }
  }

  @Test
  void noAnswerEndsAnExchange() throws IOException {
    CountDownLatch over = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer(certificate, (request, socket, output) -> await(over))) {
      PveGateway gateway = Gateways.of(Gateways.settings(server.port()), SHORT);

      PveUnavailable silent =
          assertTimeoutPreemptively(
              Duration.ofSeconds(10),
              () -> assertThrows(PveUnavailable.class, () -> gateway.start(VM)));

      assertEquals(Delivery.UNCERTAIN, silent.delivery());
      over.countDown();
    }
  }

  @Test
  void anEndlessTrickleEndsAtTheDeadline() throws IOException {
    List<String> beginnings =
        List.of(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{",
            "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",
            "HTTP/1.1 200 OK\r\nX-Endless: ");
    for (String beginning : beginnings) {
      try (ScriptedServer server =
          new ScriptedServer(
              certificate,
              (request, socket, output) -> {
                output.write(beginning.getBytes(StandardCharsets.UTF_8));
                CountDownLatch never = new CountDownLatch(1);
                while (true) {
                  output.write(' ');
                  output.flush();
                  await(never, Duration.ofMillis(50));
                }
              })) {
        PveGateway gateway = Gateways.of(Gateways.settings(server.port()), SHORT);

        PveUnavailable slow =
            assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThrows(PveUnavailable.class, () -> gateway.status(VM)));

        assertEquals(Delivery.UNCERTAIN, slow.delivery());
        assertEquals(1, server.requests().size());
      }
    }
  }

  @Test
  void aRedirectionIsNotFollowed() throws IOException {
    try (ScriptedServer elsewhere = new ScriptedServer(certificate, always(RUNNING));
        ScriptedServer server =
            new ScriptedServer(
                certificate,
                always(
                    "HTTP/1.1 302 Found\r\nLocation: https://127.0.0.1:"
                        + elsewhere.port()
                        + "/\r\nContent-Length: 0\r\n\r\n"))) {
      PveGateway gateway = Gateways.of(Gateways.settings(server.port()));

      assertThrows(PveProtocolError.class, () -> gateway.status(VM));

      assertEquals(0, elsewhere.connections());
    }
  }

  @Test
  void whatIsNotProxmoxIsNotUnderstood() throws IOException {
    List<String> answers =
        List.of(
            "SSH-2.0-OpenSSH_9.2\r\n\r\n",
            json("200 OK", "{\"data\":null}"),
            json("200 OK", "{\"data\":"),
            json("200 OK", "[]"),
            json("200 OK", "{\"data\":{\"status\":\"sideways\"}}"),
            json("200 OK", "<html>login</html>"),
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\n<p/>",
            "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
            "HTTP/1.1 204 No Content\r\n\r\n");
    for (String answer : answers) {
      try (ScriptedServer server = new ScriptedServer(certificate, always(answer))) {
        PveGateway gateway = Gateways.of(Gateways.settings(server.port()), SHORT);

        PveProtocolError strange =
            assertThrows(PveProtocolError.class, () -> gateway.status(VM), answer);

        assertTrue(strange.getMessage().contains("101"), strange.getMessage());
      }
    }
  }

  @Test
  void anAnswerThatIsCutOffMayBeAskedForAgain() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            certificate,
            (request, socket, output) -> {
              output.write(RUNNING.substring(0, RUNNING.length() - 5).getBytes());
              output.flush();
              socket.close();
            })) {
      PveGateway gateway = Gateways.of(Gateways.settings(server.port()));

      assertEquals(
          Delivery.UNCERTAIN,
          assertThrows(PveUnavailable.class, () -> gateway.status(VM)).delivery());
    }
  }

  @Test
  void aStartNeverUsesAConnectionThatWasKept() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            certificate,
            (request, socket, output) -> {
              String data = "{\"data\":\"" + UPID + "\"}";
              String answer = request.line().startsWith("POST") ? json("200 OK", data) : RUNNING;
              output.write(answer.getBytes(StandardCharsets.UTF_8));
              output.flush();
              // What is kept is dead by the time it is used.
              socket.close();
            })) {
      PveGateway gateway = Gateways.of(Gateways.settings(server.port()));

      for (int round = 1; round <= 5; round++) {
        assertTrue(gateway.status(VM).isPresent());
        assertEquals(UPID, gateway.start(VM).text());
        assertEquals(
            round, server.requests().stream().filter(r -> r.line().startsWith("POST")).count());
      }
    }
    try (ScriptedServer server =
        new ScriptedServer(
            certificate, always(json("200 OK", "{\"data\":{\"status\":\"running\"}}")))) {
      PveGateway gateway = Gateways.of(Gateways.settings(server.port()));
      assertTrue(gateway.status(VM).isPresent());

      assertThrows(PveProtocolError.class, () -> gateway.start(VM));

      assertEquals(2, server.requests().get(1).connection());
    }
  }

  @Test
  void aRequestCarriesNoMoreThanProxmoxNeedsAndNoProxyOfThisJavaIsUsed() throws IOException {
    String cookie = RUNNING.replace("\r\n\r\n", "\r\nSet-Cookie: a=b; Path=/\r\n\r\n");
    String before = System.setProperty("https.proxyHost", "127.0.0.1");
    System.setProperty("https.proxyPort", "1");
    try (ScriptedServer server = new ScriptedServer(certificate, always(cookie))) {
      PveGateway gateway = Gateways.of(Gateways.settings(server.port()));

      assertTrue(gateway.status(VM).isPresent());
      assertTrue(gateway.status(VM).isPresent());

      for (ScriptedServer.Request request : server.requests()) {
        assertEquals(
            Set.of("Accept", "Authorization", "Connection", "Host", "User-Agent"),
            request.headers().stream()
                .map(header -> header.substring(0, header.indexOf(':')))
                .collect(Collectors.toSet()));
      }
    } finally {
      System.clearProperty("https.proxyPort");
      if (before == null) {
        System.clearProperty("https.proxyHost");
      } else {
        System.setProperty("https.proxyHost", before);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // pve-api.md 1: forwarded by pveproxy.
        "Connection: close\r\nConnection: Keep-Alive\r\nContent-Length: 29\r\n\r\n",
        "Content-Length: 29\r\n\r\n"
      })
  void aConnectionThatProxmoxKeepsServesTheNextRead(String headers) throws IOException {
    assertEquals(1, connectionsOfTwoReads(OK_JSON + headers));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        OK_JSON + "Connection: close\r\nContent-Length: 29\r\n\r\n",
        "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\nContent-Length: 29\r\n\r\n",
        OK_JSON + "Connection: Keep-Alive\r\n\r\n"
      })
  void aConnectionThatProxmoxClosesServesOneRead(String head) throws IOException {
    assertEquals(2, connectionsOfTwoReads(head));
  }

  private static int connectionsOfTwoReads(String head) throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            certificate,
            (request, socket, output) -> {
              output.write((head + "{\"data\":{\"status\":\"running\"}}").getBytes());
              output.flush();
              if (!head.contains("Length")) {
                socket.close();
              }
            })) {
      PveGateway gateway = Gateways.of(Gateways.settings(server.port()));
      assertTrue(gateway.status(VM).isPresent());
      assertTrue(gateway.status(VM).isPresent());
      return server.connections();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        OK_JSON
            + "Transfer-Encoding: chunked\r\n\r\n"
            + "4\r\n{\"da\r\n5;x=y\r\nta\":{\r\n14\r\n\"status\":\"running\"}}\r\n"
            + "0\r\nTrailer: x\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n"
            + OK_JSON
            + "Content-Length: 29\r\n\r\n"
            + "{\"data\":{\"status\":\"running\"}}"
      })
  void whatHttpAllowsIsUnderstood(String answer) throws IOException {
    try (ScriptedServer server = new ScriptedServer(certificate, always(answer))) {
      PveGateway gateway = Gateways.of(Gateways.settings(server.port()));

      assertEquals(PowerState.RUNNING, gateway.status(VM).orElseThrow().power());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "500, status 500 without a word",
    "500 größe fehlt , größe fehlt",
    "595 No route to host, No route to host"
  })
  void aReasonPhraseMayBeEmptyAndMayHoldAnyLetters(String status, String words) throws IOException {
    String answer = "HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    try (ScriptedServer server = new ScriptedServer(certificate, always(answer))) {
      PveGateway gateway = Gateways.of(Gateways.settings(server.port()));

      String said = assertThrows(PveException.class, () -> gateway.start(VM)).getMessage();

      assertTrue(said.contains(words), said);
    }
  }

  static List<String> malformed() {
    String ok = "HTTP/1.1 200 OK\r\n";
    String chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
    return List.of(
        "HTTP/2 200 OK\r\n\r\n",
        "SSH-2.0-OpenSSH\r\n",
        ok + "no colon\r\n\r\n",
        ok + "Content-Length: -1\r\n\r\n",
        ok + "Content-Length: x\r\n\r\n",
        ok + "Content-Length: 1048577\r\n\r\n",
        chunked + "zz\r\n",
        chunked + "1\r\nab\r\n",
        chunked + "200000\r\n" + "x".repeat(2_000_000),
        "HTTP/1.1 200 " + "x".repeat(20_000),
        ok + "A: b\r\n".repeat(1_000),
        ok + "\r\n" + "x".repeat(2_000_000));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void whatIsNotHttpOrTooMuchIsRefused(String answer) throws IOException {
    try (ScriptedServer server = new ScriptedServer(certificate, always(answer))) {
      PveGateway gateway = Gateways.of(Gateways.settings(server.port()), SMALL);

      assertThrows(PveProtocolError.class, () -> gateway.start(VM));

      assertEquals(1, server.requests().size());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 2",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n1234",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n123",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n"
      })
  void anAnswerThatIsCutOffLeavesOpenWhatArrived(String beginning) throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            certificate,
            (request, socket, output) -> {
              output.write(beginning.getBytes(StandardCharsets.UTF_8));
              output.flush();
              socket.close();
            })) {
      PveGateway gateway = Gateways.of(Gateways.settings(server.port()));

      PveUnavailable lost = assertThrows(PveUnavailable.class, () -> gateway.start(VM));

      assertEquals(Delivery.UNCERTAIN, lost.delivery());
      assertEquals(1, server.requests().size());
    }
  }

  private static void await(CountDownLatch latch) {
    await(latch, Duration.ofSeconds(20));
  }

  private static void await(CountDownLatch latch, Duration time) {
    try {
      boolean unused = latch.await(time.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
