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

/** Listens on a loopback port and handles each connection in a thread of a bounded pool. */
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
   * Opens the port. Connections wait until {@link #answerBy} is called.
   *
   * @param tls creates the server's side of TLS
   * @param port 0 for any free one
   * @throws IOException if the port is not available
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
   * Sets the handler for new and open connections. If the listener refused connections it listens
   * again.
   *
   * @throws IOException if the listener refused connections and another process has taken the port
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

  /** The port. */
  public int port() {
    return listening.getLocalPort();
  }

  /** Closes every connection and refuses new ones. */
  public synchronized void refuse() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new IllegalStateException("cannot stop listening", e);
    }
    awaitRefusal();
    dropConnections();
  }

  /** Listens again on the same port, if necessary. */
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

  /** The operating system accepts connections until the accepting thread has noticed. */
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
        // Closed, or the client disconnected early; the loop's condition checks which.
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
