package io.github.riskyproxmox.web.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.support.PackagedAgent;
import io.github.riskyproxmox.support.RawHttp;
import io.github.riskyproxmox.support.SharedAgent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The event streams of the packaged agent. */
@ExtendWith(SharedAgent.class)
class EventsIT {
  private static final int MANY = 200;

  @Test
  void aSnapshotComesFirstAndThenHeartbeats(PackagedAgent agent) throws Exception {
    try (Socket stream = open(agent, "/api/events")) {
      // The socket's read timeout of 15 s is the deadline for the heartbeat.
      List<String> lines = readUntil(stream, "event: heartbeat");

      assertEquals("HTTP/1.1 200 OK", lines.get(0));
      assertTrue(lines.contains("Content-Type: text/event-stream;charset=UTF-8"), lines.toString());
      assertTrue(lines.contains("Cache-Control: no-cache"), lines.toString());
      assertTrue(lines.contains("retry: 2000"), lines.toString());
      List<String> events = lines.stream().filter(line -> line.startsWith("event: ")).toList();
      assertEquals("event: snapshot", events.get(0));
      assertTrue(
          lines.stream().anyMatch(line -> line.startsWith("data: ") && line.contains("\"vms\":[{")),
          lines.toString());
    }
  }

  @Test
  void clientsThatNeverReadDoNotDelayOthers(PackagedAgent agent) throws Exception {
    List<Socket> silent = new ArrayList<>();
    try {
      for (int count = 0; count < MANY; count++) {
        silent.add(open(agent, "/api/events"));
      }
      assertEquals(
          200, RawHttp.ask(agent.port(), "GET", "/api/launch", "Host: localhost").status());
      try (Socket stream = open(agent, "/api/events?vms=false")) {
        assertTrue(readUntil(stream, "event: snapshot").contains("retry: 2000"));
      }
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  private static Socket open(PackagedAgent agent, String path) throws IOException {
    return RawHttp.open(agent.port(), "GET " + path + " HTTP/1.1\nHost: localhost\n\n");
  }

  /** All lines up to the wanted one, and the one after it. */
  private static List<String> readUntil(Socket stream, String wanted) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream.getInputStream(), StandardCharsets.UTF_8));
    List<String> lines = new ArrayList<>();
    while (lines.isEmpty() || !lines.get(lines.size() - 1).equals(wanted)) {
      lines.add(reader.readLine());
    }
    lines.add(reader.readLine());
    return lines;
  }
}
