package io.github.riskyproxmox.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** pve-api.md §1: what the wire looks like. */
class TransportTest extends OnTestBed {

  @Test
  void answersAreJsonInUtf8() throws IOException {
    try (RawHttps raw = new RawHttps(server)) {
      List<String> head = raw.head("GET", "/version");
      assertEquals("HTTP/1.1 200 OK", head.get(0));
      assertTrue(head.contains("Content-Type: application/json;charset=UTF-8"));
      assertTrue(raw.body(head).startsWith("{\"data\":{\"version\":\"9.2.11\""));
    }
  }

  @Test
  void aConnectionServesManyRequestsUntilAnError() throws IOException {
    try (RawHttps raw = new RawHttps(server)) {
      raw.body(raw.head("GET", "/version"));
      raw.body(raw.head("GET", "/nodes"));
      List<String> head = raw.head("GET", "/nosuch");
      assertTrue(head.contains("Connection: close"));
      raw.body(head);
      assertTrue(raw.isAtEnd());
    }
  }

  @Test
  void aReplacementServerAnswersOnOpenConnections() throws IOException {
    try (RawHttps raw = new RawHttps(server)) {
      raw.body(raw.head("GET", "/version"));
      try (SimServer unused = replacement("8.1.4")) {
        assertTrue(raw.body(raw.head("GET", "/version")).contains("\"version\":\"8.1.4\""));
      }
    }
  }

  @Test
  void aReplacementOfAServerThatRefusesConnectionsAcceptsThem() {
    server.faults().outage(Duration.ofHours(1));
    try (SimServer unused = replacement("8.1.4")) {
      assertEquals(200, pve.get("/version").status());
    }
  }

  private SimServer replacement(String version) {
    return server.replacedBy(
        SimScenario.testBed()
            .withSecret(server.tokenId(), server.tokenSecret())
            .withVersion(version),
        SimClock.manual());
  }

  @Test
  void aConnectionEndsAfterAHundredRequests() throws IOException {
    try (RawHttps raw = new RawHttps(server)) {
      for (int count = 1; count < 100; count++) {
        List<String> head = raw.head("GET", "/version");
        assertTrue(head.contains("Connection: Keep-Alive"));
        raw.body(head);
      }
      assertTrue(raw.head("GET", "/version").contains("Connection: close"));
    }
  }

  @Test
  void aForwardedCallCarriesTwoConnectionHeaders() throws IOException {
    try (RawHttps raw = new RawHttps(server)) {
      List<String> head = raw.head("GET", "/nodes/pve1/qemu");
      assertEquals(
          List.of("Connection: close", "Connection: Keep-Alive"),
          head.stream().filter(line -> line.startsWith("Connection:")).toList());
    }
  }

  @Test
  void aLargeAnswerIsCompressedForAClientThatUnderstandsIt() throws IOException {
    try (RawHttps raw = new RawHttps(server)) {
      List<String> head = raw.head("GET", "/cluster/resources", "Accept-Encoding: gzip");
      assertTrue(head.contains("Content-Encoding: gzip"));
    }
  }

  @Test
  void theReasonPhraseHasTheMessage() throws IOException {
    assertEquals(
        "HTTP/1.1 500 VM 117 not running",
        statusLine("POST", "/nodes/pve1/qemu/117/status/suspend"));
    assertEquals("HTTP/1.1 501 Method 'GET /nosuch' not implemented", statusLine("GET", "/nosuch"));
    assertEquals(
        "HTTP/1.1 400 Parameter verification failed.", statusLine("GET", "/nodes?bogus=1"));
  }

  @Test
  void aMissingOrWrongTokenGetsAnEmpty401WithoutAChallenge() throws IOException {
    try (RawHttps raw = new RawHttps(server, "")) {
      List<String> head = raw.head("GET", "/version");
      assertEquals("HTTP/1.1 401 No ticket", head.get(0));
      assertTrue(head.stream().noneMatch(line -> line.startsWith("WWW-Authenticate")));
      assertTrue(raw.isAtEnd());
    }
    try (RawHttps raw = new RawHttps(server, "PVEAPIToken=launcher@pve!agent=wrong")) {
      assertEquals("HTTP/1.1 401 Authentication failed!", raw.head("GET", "/version").get(0));
    }
    server.cluster().access().revoke(server.tokenId());
    assertEquals(401, pve.get("/version").status());
  }

  @Test
  void aWrongTokenIsAnsweredAfterThreeSecondsOfRealTime() {
    try (SimServer slow = SimServer.start(SimScenario.testBed(), SimClock.system(), 0)) {
      long begin = System.nanoTime();
      assertEquals(401, new PveClient(slow, slow.tokenId(), "wrong").get("/version").status());
      assertTrue(System.nanoTime() - begin >= 2_900_000_000L);
    }
  }

  @Test
  void parametersMayComeAsFormJsonOrQuery() {
    String path = "/nodes/pve1/qemu/100/status/stop";
    assertEquals(200, pve.post(path + "?timeout=5").status());
    assertEquals(200, pve.post(path, "timeout=5&overrule-shutdown=1").status());
    assertEquals(
        200,
        pve.send("POST", path, "application/json", "{\"timeout\":5,\"overrule-shutdown\":true}")
            .status());
    assertEquals(200, pve.post(path).status());
    assertEquals("5", server.requests().get(0).parameters().get("timeout"));
  }

  @Test
  void anEmptyJsonBodyIsAPlain500() throws IOException {
    try (RawHttps raw = new RawHttps(server)) {
      List<String> head =
          raw.head("POST", "/nodes/pve1/qemu/100/status/stop", "Content-Type: application/json");
      assertTrue(head.get(0).startsWith("HTTP/1.1 500 malformed JSON string"));
      assertFalse(raw.body(head).startsWith("{"));
    }
  }

  @Test
  void anUnknownContentTypeIsRefusedAs506() {
    assertEquals(
        506,
        pve.send("POST", "/nodes/pve1/qemu/100/status/stop", "text/plain", "timeout=5").status());
  }

  @Test
  void aChunkedBodyAndABodyOfAReadAreRefused() throws IOException {
    try (RawHttps raw = new RawHttps(server)) {
      assertEquals(
          "HTTP/1.1 501 chunked transfer encoding not supported",
          raw.head("POST", "/nodes/pve1/qemu/100/status/stop", "Transfer-Encoding: chunked")
              .get(0));
    }
    try (RawHttps raw = new RawHttps(server)) {
      assertEquals(
          "HTTP/1.1 501 Unexpected content for method 'GET'",
          raw.head("GET", "/version", "Content-Length: 2").get(0));
    }
  }

  @Test
  void theCertificateMatchesTheFingerprintOfTheNodes() {
    String fingerprint = pve.get("/nodes").array().getJsonObject(0).getString("ssl_fingerprint");
    assertEquals(server.fingerprint(), fingerprint);
    assertTrue(fingerprint.matches("([0-9A-F]{2}:){31}[0-9A-F]{2}"));
  }

  @Test
  void onlyTheLoopbackAddressIsListenedOn() throws IOException {
    for (InetAddress address : InetAddress.getAllByName(InetAddress.getLocalHost().getHostName())) {
      if (!address.isLoopbackAddress()) {
        assertThrows(
            IOException.class,
            () -> {
              try (Socket socket = new Socket(address, server.port())) {
                socket.getInputStream();
              }
            });
      }
    }
  }

  private String statusLine(String method, String path) throws IOException {
    try (RawHttps raw = new RawHttps(server)) {
      return raw.head(method, path).get(0);
    }
  }
}
