package io.github.riskyproxmox.support;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One request after the other over one connection, for so many that a real client is too dear. */
public final class KeptConnection implements AutoCloseable {
  private final int port;
  private Socket socket;
  private InputStream input;

  /** To that loopback port. */
  public KeptConnection(int port) throws IOException {
    this.port = port;
    open();
  }

  private void open() throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(Waiting.millis());
    socket.setTcpNoDelay(true);
    input = new BufferedInputStream(socket.getInputStream());
  }

  /**
   * Sends a whole request, and reads the answer to its end.
   *
   * @return the answer's status
   */
  public int status(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    String first = line();
    long length = 0;
    boolean chunked = false;
    boolean over = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String[] parts = header.toLowerCase(Locale.ROOT).split(": *", 2);
      switch (parts[0]) {
        case "content-length" -> length = Long.parseLong(parts[1]);
        case "transfer-encoding" -> chunked = parts[1].equals("chunked");
        case "connection" -> over = parts[1].equals("close");
        default -> {}
      }
    }
    if (chunked) {
      skipChunks();
    } else {
      input.skipNBytes(length);
    }
    if (over) {
      socket.close();
      open();
    }
    return Integer.parseInt(first.split(" ")[1]);
  }

  private void skipChunks() throws IOException {
    for (long size = size(); size > 0; size = size()) {
      input.skipNBytes(size + 2);
    }
    input.skipNBytes(2);
  }

  private long size() throws IOException {
    return Long.parseLong(line(), 16);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = input.read(); next != '\n'; next = input.read()) {
      if (next < 0) {
        throw new EOFException("the connection ended within an answer: " + line);
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }

  /** The bytes of a request to {@code localhost}; {@code \n} goes out as CR LF. */
  public static byte[] request(String head, String body) {
    String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\n";
    return ((head + "\nHost: localhost\n" + length + "\n").replace("\n", "\r\n") + body)
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
