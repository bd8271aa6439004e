package io.github.riskyproxmox.proxmox.http;

import io.github.riskyproxmox.config.PveAddress;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLSocket;

/** A TLS connection to Proxmox. Used by one thread at a time; closed by any. */
final class Connection implements AutoCloseable {
  private final Socket plain;
  private final SSLSocket secured;
  private final InputStream input;
  private final OutputStream output;

  private Connection(Socket plain, SSLSocket secured) throws IOException {
    this.plain = plain;
    this.secured = secured;
    this.input = new BufferedInputStream(secured.getInputStream(), 16_384);
    this.output = secured.getOutputStream();
  }

  /** Connects and shakes hands; nothing of a request has been sent when it fails. */
  static Connection open(
      InetAddress at,
      PveAddress address,
      Tls tls,
      Duration connect,
      Duration noAnswer,
      Deadline deadline)
      throws IOException {
    Socket plain = new Socket();
    try {
      deadline.closes(plain);
      plain.setTcpNoDelay(true);
      plain.connect(
          new InetSocketAddress(at, address.port()), (int) Math.max(1, connect.toMillis()));
      plain.setSoTimeout((int) noAnswer.toMillis());
      SSLSocket secured = tls.secure(plain, address);
      secured.startHandshake();
      tls.verify(secured);
      return new Connection(plain, secured);
    } catch (IOException | RuntimeException failed) {
      plain.close();
      throw failed;
    }
  }

  void send(PveRequest call, PveAddress address, String authorization) throws IOException {
    byte[] head = call.head(address.authority(), authorization);
    byte[] whole = new byte[head.length + call.body().length];
    System.arraycopy(head, 0, whole, 0, head.length);
    System.arraycopy(call.body(), 0, whole, head.length, call.body().length);
    output.write(whole);
    output.flush();
  }

  InputStream input() {
    return input;
  }

  Socket socket() {
    return plain;
  }

  /** Closes without waiting for the other side: TLS's farewell could block. */
  @Override
  public void close() {
    try {
      plain.close();
    } catch (IOException gone) {
      // It is closed all the same.
    }
  }
}
