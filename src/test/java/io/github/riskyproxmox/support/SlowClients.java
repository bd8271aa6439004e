package io.github.riskyproxmox.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Connections that send or read one byte a second. */
public final class SlowClients implements AutoCloseable {
  /** What these clients do slowly. */
  public enum Kind {
    /** They send the headers. */
    HEADERS("GET /api/vms HTTP/1.1\nHost: localhost\nX-Slow: ", true),
    /** They send the body of an API request. */
    BODY(
        "POST /api/launch HTTP/1.1\nHost: localhost\nContent-Type: application/json\n"
            + "Content-Length: 1000\n\n{",
        true),
    /** They send a postback of the page. */
    POSTBACK(
        "POST /index.xhtml HTTP/1.1\nHost: localhost\n"
            + "Content-Type: application/x-www-form-urlencoded\nContent-Length: 1000\n\na",
        true),
    /** They read a large answer of the API. */
    READING("GET /api/vms HTTP/1.1\nHost: localhost\n\n", false),
    /** They read the page. */
    PAGE("GET / HTTP/1.1\nHost: localhost\n\n", false);

    private final byte[] beginning;
    private final boolean sends;

    Kind(String beginning, boolean sends) {
      this.beginning = beginning.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
      this.sends = sends;
    }
  }

  private static final int SMALLEST_BUFFER = 2048;

  private final Kind kind;
  private final List<Socket> sockets = new ArrayList<>();
  private final ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor();

  private SlowClients(Kind kind) {
    this.kind = kind;
  }

  /** Opens that many connections. */
  public static SlowClients open(Kind kind, int port, int count) throws IOException {
    SlowClients clients = new SlowClients(kind);
    for (int i = 0; i < count; i++) {
      Socket socket = new Socket();
      socket.setReceiveBufferSize(SMALLEST_BUFFER);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setSoTimeout(1);
      socket.getOutputStream().write(kind.beginning);
      clients.sockets.add(socket);
    }
    clients.drip.scheduleAtFixedRate(clients::drip, 1, 1, TimeUnit.SECONDS);
    return clients;
  }

  private void drip() {
    for (Socket socket : sockets) {
      try {
        if (kind.sends) {
          socket.getOutputStream().write('a');
        } else {
          socket.getInputStream().read();
        }
      } catch (IOException cutOff) {
        continue; // nothing to read yet, or closed by the agent
      }
    }
  }

  @Override
  public void close() throws IOException {
    drip.shutdownNow();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
