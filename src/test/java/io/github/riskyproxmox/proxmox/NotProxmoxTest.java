package io.github.riskyproxmox.proxmox;

import static io.github.riskyproxmox.proxmox.http.ScriptedServer.always;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.pve.PveProtocolError;
import io.github.riskyproxmox.domain.pve.PveRefused;
import io.github.riskyproxmox.domain.pve.PveUnavailable;
import io.github.riskyproxmox.domain.pve.PveUnavailable.Delivery;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import io.github.riskyproxmox.proxmox.http.ScriptedServer;
import io.github.riskyproxmox.support.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever answers in Proxmox's place is not taken for Proxmox. */
class NotProxmoxTest {
  private static final VmRef VM = new VmRef(new NodeName("pve1"), new VmId(101));

  private static TestCertificate certificate;

  @BeforeAll
  static void makeCertificate(@TempDir Path directory) {
    certificate = TestCertificate.good(directory);
  }

  @ParameterizedTest
  @CsvSource({
    "200 OK, false",
    "401 Unauthorized, false",
    "403 Forbidden, false",
    "404 Not Found, false",
    "429 Too Many Requests, true",
    "500 Internal Server Error, true",
    "502 Bad Gateway, true",
    "503 Service Unavailable, true",
    "520 Unknown, true"
  })
  void aPageIsCalledAPageWithItsTitleAndWhatToLookAt(String status, boolean worthAnotherTry)
      throws IOException {
    String page =
        "<!DOCTYPE html>\n<html lang=en><head><title class=x>\n  Sign&nbsp;in to\tthe \u202enetwork"
            + "\u0007</title></head><body>Permission check failed</body></html>";
    for (String type : List.of("text/html; charset=utf-8", "application/json", "text/plain")) {
      PveException failure = start(answer(status, type, page));

      String message = String.valueOf(failure.getMessage());
      assertTrue(message.contains("Something in front of Proxmox"), message);
      assertTrue(message.contains("an HTML page (title \"Sign in to the network\""), message);
      assertTrue(message.contains("reverse proxy"), message);
      assertTrue(message.contains("PVE_HOST"), message);
      assertTrue(message.contains(status.substring(0, 3)), message);
      assertTrue(message.contains("101/status/start"), message);
      assertFalse(message.contains("privilege"), message);
      if (worthAnotherTry) {
        assertEquals(
            Delivery.UNCERTAIN, assertInstanceOf(PveUnavailable.class, failure).delivery());
      } else {
        assertInstanceOf(PveProtocolError.class, failure);
      }
    }
  }

  @Test
  void aTitleIsForeignTextAndShortenedToOneLine() throws IOException {
    String secret = Gateways.SECRET;
    for (String title :
        List.of("x".repeat(100_000), "<b>" + "\n".repeat(9000), "\u001b[31m", secret, "")) {
      PveException failure =
          start(answer("403 Forbidden", "text/html", "<title>" + title + "</title>" + "y"));

      String message = String.valueOf(failure.getMessage());
      assertTrue(message.length() < 500, message);
      assertTrue(message.chars().noneMatch(Character::isISOControl), message);
      assertFalse(message.contains(secret), message);
    }
    for (String page : List.of("<title>", "<title", "<title>never ends", "<p>no title", "<")) {
      assertTrue(
          String.valueOf(start(answer("403 Forbidden", "text/html", page)).getMessage())
              .contains("an HTML page"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":\"forbidden\"}",
        "{\"message\":\"no Route matched with those values\"}",
        "[]",
        "Forbidden",
        "{\"data\":"
      })
  void aRefusalThatIsNotProxmoxsIsNotTheTokensFault(String body) throws IOException {
    for (String status : List.of("401 Unauthorized", "403 Forbidden")) {
      PveException failure = start(answer(status, "application/json", body));

      String message = String.valueOf(failure.getMessage());
      assertInstanceOf(PveProtocolError.class, failure);
      assertTrue(message.contains("Something in front of Proxmox"), message);
      assertFalse(message.contains("PVE_TOKEN"), message);
    }
    for (String status : List.of("502 Bad Gateway", "503 Service Unavailable")) {
      PveException failure = start(answer(status, "application/json", body));

      assertEquals(Delivery.UNCERTAIN, assertInstanceOf(PveUnavailable.class, failure).delivery());
      assertTrue(failure.getMessage().contains("Something in front of Proxmox"));
    }
  }

  @Test
  void aDemandForAPasswordIsAProxys() throws IOException {
    String demand =
        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\n"
            + "Content-Length: 0\r\n\r\n";

    assertTrue(
        assertInstanceOf(PveProtocolError.class, start(demand))
            .getMessage()
            .contains("Something in front of Proxmox"));
  }

  @Test
  void proxmoxsOwnRefusalsStayItsOwn() throws IOException {
    PveRefused permission =
        assertInstanceOf(
            PveRefused.class,
            start(
                answer(
                    "403 Permission check failed (/vms/101, VM.PowerMgmt)",
                    "application/json;charset=UTF-8",
                    "{\"data\":null,\"message\":\"Permission check failed (/vms/101,"
                        + " VM.PowerMgmt)\\n\"}")));
    assertEquals(PveRefused.Reason.PERMISSION, permission.reason());

    PveRefused token =
        assertInstanceOf(
            PveRefused.class, start("HTTP/1.1 401 No ticket\r\nContent-Length: 0\r\n\r\n"));
    assertEquals(PveRefused.Reason.TOKEN, token.reason());
  }

  @Test
  void aRedirectionSaysWhereTo() throws IOException {
    PveException failure =
        start(
            "HTTP/1.1 302 Found\r\nLocation: https://login.example.org/\r\n"
                + "Content-Length: 0\r\n\r\n");

    assertInstanceOf(PveProtocolError.class, failure);
    assertTrue(failure.getMessage().contains("https://login.example.org/"), failure.getMessage());
    assertTrue(failure.getMessage().contains("Something in front of Proxmox"));
  }

  @Test
  void whoSpeaksNoTlsIsToldApart() throws IOException {
    for (String answer :
        List.of(
            "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n")) {
      try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        Thread server = new Thread(() -> answerPlainly(plain, answer));
        server.setDaemon(true);
        server.start();
        PveGateway gateway = Gateways.of(Gateways.settings(plain.getLocalPort()));

        PveUnavailable refused = assertThrows(PveUnavailable.class, () -> gateway.start(VM));

        assertEquals(Delivery.NOT_DELIVERED, refused.delivery());
        assertTrue(refused.getMessage().contains("without TLS"), refused.getMessage());
        assertTrue(refused.getMessage().contains("plain HTTP"), refused.getMessage());
        assertTrue(refused.getMessage().contains("PVE_HOST"), refused.getMessage());
      }
    }
  }

  private static void answerPlainly(ServerSocket plain, String answer) {
    try (Socket socket = plain.accept()) {
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
      socket.getInputStream().readAllBytes();
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private static String answer(String status, String type, String body) {
    return "HTTP/1.1 "
        + status
        + "\r\nContent-Type: "
        + type
        + "\r\nContent-Length: "
        + body.getBytes(StandardCharsets.UTF_8).length
        + "\r\n\r\n"
        + body;
  }

  private static PveException start(String answer) throws IOException {
    try (ScriptedServer server = new ScriptedServer(certificate, always(answer))) {
      PveGateway gateway = Gateways.of(Gateways.settings(server.port()));

      PveException failure = assertThrows(PveException.class, () -> gateway.start(VM));

      assertEquals(1, server.requests().size());
      return failure;
    }
  }
}
