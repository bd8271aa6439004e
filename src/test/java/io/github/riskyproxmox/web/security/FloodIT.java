package io.github.riskyproxmox.web.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.support.PackagedAgent;
import io.github.riskyproxmox.support.RawHttp;
import io.github.riskyproxmox.support.RawHttp2;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Floods an agent of its own with requests that no honest client sends. */
class FloodIT {
  private static final Duration ATTACK = Duration.ofSeconds(12);
  private static final Duration LONGEST = Duration.ofSeconds(2);
  private static final int ATTACKERS = 4;
  private static final int LINES = 20;
  private static final int TIMES = 200;
  private static final int STREAMS = 100;
  private static final String HOME = "Host: localhost\n";
  private static final String JSON = "Content-Type: application/json\n";
  private static final String LAUNCH = "POST /api/launch HTTP/1.1\n" + HOME + JSON;
  private static final String PAGE = "POST /index.xhtml HTTP/1.1\n" + HOME;
  private static final List<String> MALFORMED =
      List.of(
          "GET / HTTP/1.1\nHost: a:b\n",
          "GET / HTTP/1.1\nHost: :80\n",
          "GET /api/vms HTTP/1.1\nHost: a:8x\n",
          "GET / HTTP/1.1\nHost: u:p@localhost\n",
          "GET http:///api/vms HTTP/1.1\n" + HOME,
          "GET /%u002e HTTP/1.1\n" + HOME,
          "GET /%zz HTTP/1.1\n" + HOME,
          "GET /% HTTP/1.1\n" + HOME,
          "GET /%00 HTTP/1.1\n" + HOME,
          "GET /%ff HTTP/1.1\n" + HOME,
          "GET /api/launch% HTTP/1.1\n" + HOME,
          "GET /../../etc/passwd HTTP/1.1\n" + HOME,
          "GET /" + "a".repeat(7_000) + " HTTP/1.1\n" + HOME,
          "GET /jakarta.faces.resource/.xhtml?ln=agent HTTP/1.1\n" + HOME,
          "GET /jakarta.faces.resource//.xhtml?ln=%zz HTTP/1.1\n" + HOME,
          "BREW / HTTP/1.1\n" + HOME,
          "GET / HTTP/1.1\n" + HOME + "Cookie: =;\u0001\n",
          PAGE + "Content-Type: multipart/form-data\nContent-Length: 1\n",
          PAGE + "Content-Type: application/x-www-form-urlencoded\nContent-Length: 4\n",
          LAUNCH + "Transfer-Encoding: nonsense\n",
          LAUNCH + "Transfer-Encoding: chunked\n",
          LAUNCH + "Content-Encoding: gzip\nContent-Length: 2\n",
          "POST /api/launch HTTP/1.1\n" + HOME + "Content-Type: a b c\nContent-Length: 2\n");

  private static PackagedAgent agent;

  @BeforeAll
  static void begin() throws Exception {
    agent = PackagedAgent.demo();
  }

  @AfterAll
  static void end() throws Exception {
    agent.close();
  }

  /** HTTP/2 rapid reset: requests begun and reset as fast as the connection allows. */
  @Test
  void aRapidResetHasNoEffectWithoutHttp2() throws Exception {
    long lines = lines();
    long stop = System.nanoTime() + ATTACK.toNanos();
    ExecutorService attackers = Executors.newFixedThreadPool(ATTACKERS);
    try {
      for (int count = 0; count < ATTACKERS; count++) {
        attackers.execute(() -> reset(stop));
      }
      while (System.nanoTime() < stop) {
        assertHonestAnswer();
      }
      assertHonestAnswer();
    } finally {
      attackers.shutdownNow();
      assertTrue(attackers.awaitTermination(20, TimeUnit.SECONDS));
    }
    assertTrue(lines() - lines <= LINES, agent.output());
  }

  private static void reset(long stop) {
    byte[] frames = {};
    for (int stream = 1; stream < 200; stream += 2) {
      frames =
          RawHttp2.joined(
              frames,
              RawHttp2.request(
                  stream,
                  ":method",
                  "GET",
                  ":scheme",
                  "http",
                  ":authority",
                  "localhost",
                  ":path",
                  "/api/vms"),
              RawHttp2.reset(stream));
    }
    while (System.nanoTime() < stop) {
      try (Socket socket = RawHttp.open(agent.port(), "")) {
        OutputStream out = socket.getOutputStream();
        out.write(RawHttp2.beginning());
        while (System.nanoTime() < stop) {
          out.write(frames);
        }
      } catch (IOException cutOff) {
        continue;
      }
    }
  }

  @Test
  void malformedRequestsAreRefusedAndDoNotFillTheLog() throws Exception {
    long lines = lines();
    for (String head : MALFORMED) {
      for (int count = 0; count < TIMES; count++) {
        int status = RawHttp.send(agent.port(), head + "Connection: close\n\nzz=%\n\n").status();
        assertTrue(status >= 400 && status < 500, status + ": " + head);
      }
      assertHonestAnswer();
    }
    assertTrue(lines() - lines <= LINES, agent.output());
  }

  /** Headers that made the server log a warning; the requests are still answered. */
  @Test
  void oddHeadersAreNotLogged() throws Exception {
    long lines = lines();
    for (int count = 0; count < TIMES; count++) {
      for (String header :
          List.of(
              "Payara-Tracing-TraceId: x",
              "If-Modified-Since: yesterday",
              "Upgrade: x",
              "Connection: Upgrade, HTTP2-Settings\nUpgrade: h2c\nHTTP2-Settings: !!")) {
        String path = "/jakarta.faces.resource/page.css.xhtml?ln=agent";
        assertEquals(
            "HTTP/1.1 200 OK",
            RawHttp.firstLine(
                agent.port(), "GET " + path + " HTTP/1.1\n" + HOME + header + "\n\n"));
      }
    }
    assertTrue(lines() - lines <= LINES, agent.output());
  }

  @Test
  void droppedStreamsAreNotLogged() throws Exception {
    long lines = lines();
    List<Socket> streams = new ArrayList<>();
    for (int count = 0; count < STREAMS; count++) {
      streams.add(RawHttp.open(agent.port(), "GET /api/events HTTP/1.1\n" + HOME + "\n"));
    }
    for (Socket stream : streams) {
      InputStream in = stream.getInputStream();
      assertEquals('H', in.read());
      stream.close();
    }
    // The threads that have opened streams serve other requests now.
    for (int count = 0; count < STREAMS * 2; count++) {
      assertEquals(
          200, RawHttp.ask(agent.port(), "GET", "/api/launch", "Host: localhost").status());
    }
    assertTrue(lines() - lines <= LINES, agent.output());
  }

  private static void assertHonestAnswer() throws IOException {
    long begun = System.nanoTime();
    assertEquals(200, RawHttp.ask(agent.port(), "GET", "/api/launch", "Host: localhost").status());
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    assertTrue(took.compareTo(LONGEST) < 0, took.toString());
  }

  private static long lines() {
    return agent.output().lines().count();
  }
}
