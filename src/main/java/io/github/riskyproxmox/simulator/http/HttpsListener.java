package io.github.riskyproxmox.simulator.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;

/** Listens on a loopback port and gives each connection a thread of a bounded pool. */
public final class HttpsListener implements AutoCloseable {
  private static final int MOST_CONNECTIONS = 500;
  private static final int BACKLOG = 256;

  private final SSLSocketFactory tls;
  private final ThreadPoolExecutor pool;
  private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile ServerSocket listening;
  private volatile CountDownLatch accepting = new CountDownLatch(0);
  private volatile Optional<HttpHandler> handler = Optional.empty();

  /**
   * Takes the port; {@link #answerBy} lets it be used.
   *
   * @param tls makes the server's side of TLS
   * @param port 0 for any free one
   * @throws IOException if the port cannot be had
   */
  public HttpsListener(SSLSocketFactory tls, int port) throws IOException {
    this.tls = tls;
    this.pool =
        new ThreadPoolExecutor(
            0,
            MOST_CONNECTIONS + 1,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("simulator-http").factory());
    this.listening = bound(port);
  }

  /**
   * Who answers from now on, also on the connections that are open. Until the first one is there
   * connections wait; if it was refusing them it listens again.
   *
   * @throws IOException if it was refusing, and somebody else has the port by now
   */
  public synchronized void answerBy(HttpHandler next) throws IOException {
    boolean first = handler.isEmpty();
    handler = Optional.of(next);
    if (first) {
      begin();
    } else {
      listenAgain();
    }
  }

  private void begin() {
    ServerSocket socket = listening;
    CountDownLatch over = new CountDownLatch(1);
    accepting = over;
    pool.execute(
        () -> {
          try {
            accept(socket);
          } finally {
            over.countDown();
          }
        });
  }

  /** The port listened on. */
  public int port() {
    return listening.getLocalPort();
  }

  /** Stops listening and drops every connection: from now on connections are refused. */
  public synchronized void refuse() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new IllegalStateException("cannot stop listening", e);
    }
    awaitRefusal();
    dropConnections();
  }

  /** Listens again on the same port, if it does not. */
  public synchronized void admit() {
    try {
      listenAgain();
    } catch (IOException e) {
      throw new IllegalStateException("cannot listen again", e);
    }
  }

  private void listenAgain() throws IOException {
    if (listening.isClosed() && !pool.isShutdown()) {
      listening = bound(port());
      begin();
    }
  }

  /** Resets every open connection. */
  public void dropConnections() {
    connections.forEach(HttpConnection::reset);
  }

  @Override
  public void close() {
    pool.shutdownNow();
    refuse();
  }

  /** The system listens until the thread that accepts has noticed. */
  private void awaitRefusal() {
    try {
      if (!accepting.await(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("does not stop listening");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        begin(socket.accept());
      } catch (IOException e) {
        // Closed, or the client left before it was taken: the loop's condition tells which.
      }
    }
  }

  private void begin(Socket client) throws IOException {
    HttpConnection connection = new HttpConnection(client, tls, this::answer);
    connections.add(connection);
    try {
      pool.execute(
          () -> {
            try {
              connection.run();
            } finally {
              connections.remove(connection);
            }
          });
    } catch (RejectedExecutionException e) {
      connections.remove(connection);
      client.close();
    }
    if (listening.isClosed()) {
      connection.reset();
    }
  }

  private Delivery answer(HttpRequest request) {
    return handler.orElseThrow().handle(request);
  }

  private static ServerSocket bound(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), BACKLOG);
    return socket;
  }
}
