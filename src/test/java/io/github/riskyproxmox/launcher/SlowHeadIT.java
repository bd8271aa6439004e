package io.github.riskyproxmox.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.support.PackagedAgent;
import io.github.riskyproxmox.support.RawHttp;
import io.github.riskyproxmox.support.SharedAgent;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The time limit for a request line and headers, and what it does not apply to. */
@ExtendWith(SharedAgent.class)
class SlowHeadIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration LATEST = Duration.ofSeconds(25);
  private static final Duration BETWEEN_DROPS = Duration.ofMillis(700);
  private static final String HOST = " HTTP/1.1\nHost: localhost\n";
  private static final String PAGE = "HEAD /" + HOST;
  private static final String LAUNCH = "/api/launch";
  private static final String CANCEL = "{\"vmid\":100,\"action\":\"cancel\"}";
  private static final String OK = "HTTP/1.1 200 OK";

  private final int port;

  SlowHeadIT(PackagedAgent agent) {
    this.port = agent.port();
  }

  /** All at the same time: what must not be cut off is open for as long as the others. */
  @Test
  void slowHeadersAreCutOffAndNothingElseIs() throws Exception {
    long begun = System.nanoTime();
    try (Client headers = new Client(PAGE + "X-Slow: ");
        Client line = new Client("GET /");
        Client preface = new Client("PRI * HTTP/2.");
        Client second = new Client(PAGE + "\n");
        Client pausing = new Client(PAGE + "\n");
        Client events = new Client("GET /api/events" + HOST + "\n");
        Client body = new Client("POST " + LAUNCH + HOST + "Content-Type: application/json\n")) {
      body.send("Content-Length: " + CANCEL.length() + "\n\n");
      assertEquals(OK, second.answer());
      assertEquals(OK, pausing.answer());
      assertEquals(OK, events.answer());

      List<Client> dribbling = List.of(headers, line, preface, second);
      int sent = 0;
      while (dribbling.stream().anyMatch(Client::isOpen)) {
        Duration open = Duration.ofNanos(System.nanoTime() - begun);
        assertTrue(open.compareTo(LATEST) < 0, dribbling::toString);
        for (Client client : dribbling) {
          assertTrue(client.isOpen() || open.compareTo(LIMIT) >= 0, open + ": " + client);
          client.drip('a');
        }
        if (sent < CANCEL.length() - 1) {
          body.drip(CANCEL.charAt(sent++));
        }
        LockSupport.parkNanos(BETWEEN_DROPS.toNanos());
      }

      body.send(CANCEL.substring(sent));
      assertEquals(OK, body.answer());
      pausing.send(PAGE + "\n");
      assertEquals(OK, pausing.answer());
      assertTrue(events.isOpen());
    }
  }

  private final class Client implements AutoCloseable {
    private final String beginning;
    private final Socket socket;
    private final DataInputStream input;
    private boolean open = true;

    Client(String beginning) throws IOException {
      this.beginning = beginning;
      socket = RawHttp.open(port, beginning);
      input = new DataInputStream(socket.getInputStream());
    }

    void send(String text) throws IOException {
      socket
          .getOutputStream()
          .write(text.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    void drip(char drop) {
      try {
        socket.getOutputStream().write(drop);
      } catch (IOException cutOff) {
        open = false;
      }
    }

    /** Reads the head of an answer; the first line of it. */
    String answer() throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) input.readUnsignedByte());
      }
      return head.substring(0, head.indexOf("\r\n"));
    }

    /** Reads what has arrived, to find out whether the connection is closed. */
    boolean isOpen() {
      try {
        int timeout = socket.getSoTimeout();
        socket.setSoTimeout(1);
        try {
          input.transferTo(OutputStream.nullOutputStream());
          open = false;
        } catch (SocketTimeoutException nothingMore) {
          socket.setSoTimeout(timeout);
        }
      } catch (IOException cutOff) {
        open = false;
      }
      return open;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }

    @Override
    public String toString() {
      return (open ? "open: " : "cut off: ") + beginning;
    }
  }
}
