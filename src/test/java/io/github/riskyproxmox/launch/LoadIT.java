package io.github.riskyproxmox.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.simulator.SimClock;
import io.github.riskyproxmox.simulator.SimScenario;
import io.github.riskyproxmox.simulator.SimServer;
import io.github.riskyproxmox.support.AgentApi;
import io.github.riskyproxmox.support.Heap;
import io.github.riskyproxmox.support.PackagedAgent;
import io.github.riskyproxmox.support.RawHttp;
import io.github.riskyproxmox.support.Waiting;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packaged agent with many clients. */
class LoadIT {
  private static final int STREAMS = 500;
  private static final int REQUESTS = 100_000;
  private static final int WARM_AFTER = 20_000;
  private static final int AT_ONCE = 8;

  /** A leak of a hundred bytes per request exceeds this. */
  private static final long HEAP = 8L << 20;

  /** To write to 500 streams may take seconds; to wait for a stream would take for ever. */
  private static final Duration DELAY = Duration.ofSeconds(10);

  private static final long RESIDENT = 40L << 20;
  private static final String VMS =
      "{\"nodes\":[{\"name\":\"pve\"}],\"vms\":["
          + "{\"vmid\":101,\"name\":\"one\",\"state\":\"running\",\"guest\":{\"shutdown\":2}},"
          + "{\"vmid\":102,\"name\":\"two\",\"guest\":{\"shutdown\":2}}]}";

  private static final String JSON = "Content-Type: application/json";
  private static final List<byte[]> KINDS =
      List.of(
          RawHttp.request("GET /api/vms HTTP/1.1", ""),
          RawHttp.request("GET /api/launch HTTP/1.1", ""),
          RawHttp.request("GET /health HTTP/1.1", ""),
          post(JSON, "{\"vmid\":"),
          post("Content-Type: text/plain", "{}"),
          post(JSON, "{\"vmid\":102,\"action\":\"cancel\"}"),
          post(JSON + "\nOrigin: http://evil.example", "{\"vmid\":102}"));

  private static SimServer proxmox;
  private static PackagedAgent agent;

  @BeforeAll
  static void begin() throws Exception {
    proxmox = SimServer.start(SimScenario.parse(VMS), SimClock.system(), 0);
    agent = PackagedAgent.on(proxmox);
  }

  @AfterAll
  static void end() throws Exception {
    agent.close();
    proxmox.close();
  }

  @Test
  void fiveHundredOpenStreamsGetTheEndOfALaunchAndDoNotDelayIt() throws Exception {
    Duration alone = launch(102);
    List<Socket> streams = new ArrayList<>();
    try {
      for (int count = 0; count < STREAMS; count++) {
        streams.add(RawHttp.open(agent.port(), "GET /api/events HTTP/1.1\nHost: localhost\n\n"));
      }
      Duration heard = launch(101);
      for (Socket stream : streams) {
        awaitEnd(stream, 101);
      }
      System.out.printf(
          "%d streams: a launch takes %d ms, alone %d ms%n",
          STREAMS, heard.toMillis(), alone.toMillis());
      assertTrue(
          heard.compareTo(alone.multipliedBy(3).plus(DELAY)) < 0,
          () -> heard + ", alone " + alone + ". " + Waiting.load());
    } finally {
      for (Socket stream : streams) {
        stream.close();
      }
    }
  }

  @Test
  void aHundredThousandRequestsLeaveTheMemoryAsItWas() throws Exception {
    long begun = System.nanoTime();
    Set<String> answers = ConcurrentHashMap.newKeySet();
    ask(WARM_AFTER, answers);
    Heap warm = Heap.afterCollection(agent.pid());
    ask(REQUESTS - WARM_AFTER, answers);
    Heap end = Heap.afterCollection(agent.pid());
    System.out.printf(
        "%d requests in %d s: %s after %d, %s after all%n",
        REQUESTS, Duration.ofNanos(System.nanoTime() - begun).toSeconds(), warm, WARM_AFTER, end);
    assertEquals(
        Set.of("0: 200", "1: 200", "2: 200", "3: 400", "4: 415", "5: 200", "6: 403"), answers);
    assertTrue(end.used() < warm.used() + HEAP, warm + ", then " + end);
    assertTrue(end.resident() < warm.resident() + RESIDENT, warm + ", then " + end);
  }

  private static Duration launch(int vmid) throws Exception {
    AgentApi api = new AgentApi(agent);
    long begun = System.nanoTime();
    assertEquals(202, api.launch(vmid, Optional.of("shutdown")).statusCode());
    api.await("the end", api::isOver);
    assertEquals("succeeded", api.state(), api::report);
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private static void awaitEnd(Socket stream, int vmid) throws IOException {
    BufferedReader reader = RawHttp.lines(stream);
    String end = "\"state\":\"succeeded\",\"target\":{\"vmid\":" + vmid + ",";
    Optional<String> line = Optional.ofNullable(reader.readLine());
    while (line.filter(text -> !text.contains(end)).isPresent()) {
      line = Optional.ofNullable(reader.readLine());
    }
    assertTrue(line.isPresent(), "a stream ended before the launch");
  }

  private static void ask(int requests, Set<String> answers) throws Exception {
    AtomicInteger next = new AtomicInteger();
    Callable<Integer> asker =
        () -> {
          int asked = 0;
          try (RawHttp connection = new RawHttp(agent.port())) {
            for (int i = next.getAndIncrement(); i < requests; i = next.getAndIncrement()) {
              int kind = i % KINDS.size();
              answers.add(kind + ": " + connection.status(KINDS.get(kind)));
              asked++;
            }
          }
          return asked;
        };
    ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE);
    try {
      int asked = 0;
      for (Future<Integer> one :
          executor.invokeAll(Stream.generate(() -> asker).limit(AT_ONCE).toList())) {
        asked += one.get();
      }
      assertEquals(requests, asked);
    } finally {
      executor.shutdownNow();
    }
  }

  private static byte[] post(String headers, String body) {
    return RawHttp.request("POST /api/launch HTTP/1.1\n" + headers, body);
  }
}
