package io.github.riskyproxmox.simulator.http;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * The connection of a client. It is kept alive for 100 requests and 5 idle seconds, and closed
 * after a status of 400 or more (pveproxy.pm, AnyEvent.pm).
 */
final class HttpConnection implements Runnable {
  private static final int MOST_REQUESTS = 100;
  private static final int IDLE_MILLIS = 5_000;

  private final Socket raw;
  private final SSLSocketFactory tls;
  private final HttpHandler handler;
  private final CountDownLatch closed = new CountDownLatch(1);

  HttpConnection(Socket raw, SSLSocketFactory tls, HttpHandler handler) {
    this.raw = raw;
    this.tls = tls;
    this.handler = handler;
  }

  @Override
  public void run() {
    try (raw) {
      raw.setTcpNoDelay(true);
      raw.setSoTimeout(IDLE_MILLIS);
      SSLSocket socket = (SSLSocket) tls.createSocket(raw, null, true);
      socket.setUseClientMode(false);
      try (socket) {
        serve(socket.getInputStream(), socket.getOutputStream());
      }
    } catch (IOException e) {
      // The client disconnected, or the server reset the connection on purpose.
    } finally {
      closed.countDown();
    }
  }

  private void serve(InputStream in, OutputStream out) throws IOException {
    RequestReader reader = new RequestReader(new BufferedInputStream(in));
    ReplyWriter writer = new ReplyWriter(new BufferedOutputStream(out));
    boolean alive = true;
    for (int count = 1; alive; count++) {
      try {
        Optional<HttpRequest> request = reader.next();
        if (request.isEmpty()) {
          return;
        }
        alive = deliver(request.get(), count < MOST_REQUESTS, writer, in, out);
      } catch (MalformedRequest e) {
        writer.write(e.reply(), false, false);
        alive = false;
      }
    }
  }

  private boolean deliver(
      HttpRequest request, boolean more, ReplyWriter writer, InputStream in, OutputStream out)
      throws IOException {
    switch (handler.handle(request)) {
      case Delivery.Answered answered -> {
        HttpReply reply = answered.reply();
        boolean keep = more && reply.status() < 400 && !request.wantsClose();
        writer.write(reply, request.acceptsGzip(), keep);
        return keep;
      }
      case Delivery.CutOff cutOff -> writer.writeHalf(cutOff.reply());
      case Delivery.Silent silent -> awaitClient(in, silent.longest());
      case Delivery.Dribbled dribbled -> dribble(dribbled, writer, out);
      case Delivery.Reset reset -> {}
    }
    reset();
    return false;
  }

  private void awaitClient(InputStream in, Duration longest) throws IOException {
    raw.setSoTimeout((int) longest.toMillis());
    in.read();
  }

  private void dribble(Delivery.Dribbled dribbled, ReplyWriter writer, OutputStream out)
      throws IOException {
    writer.writeEndlessHead();
    long bytes = dribbled.longest().toMillis() / Math.max(1, dribbled.pause().toMillis());
    for (long sent = 0; sent < bytes && !paused(dribbled.pause()); sent++) {
      out.write(' ');
      out.flush();
    }
  }

  /** Returns whether the connection was closed meanwhile. */
  private boolean paused(Duration pause) {
    try {
      return closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Resets the connection (TCP RST). Thread-safe. */
  void reset() {
    try {
      raw.setSoLinger(true, 0);
      raw.close();
    } catch (IOException e) {
      // Already closed.
    } finally {
      closed.countDown();
    }
  }
}
