package io.github.riskyproxmox.support;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * HTTP/2 without TLS, frame by frame (RFC 9113): enough to send headers and bodies that a
 * well-behaved client would not, and to read what an answer's body says.
 */
public final class RawHttp2 implements AutoCloseable {
  private static final int PATIENCE = 15_000;
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RESET = 3;
  private static final int SETTINGS = 4;
  private static final int GO_AWAY = 7;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;

  private final Socket socket;
  private final DataInputStream input;

  /** Opens a connection with that knowledge. */
  public RawHttp2(int port) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), port));
    socket.getOutputStream().write(beginning());
  }

  private RawHttp2(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE);
    input = new DataInputStream(socket.getInputStream());
  }

  /** Opens a connection by a GET of HTTP/1.1 that asks for more: its answer is that on stream 1. */
  public static RawHttp2 upgraded(int port, String path) throws IOException {
    String request =
        "GET %s HTTP/1.1\nHost: localhost\nConnection: Upgrade, HTTP2-Settings\n".formatted(path)
            + "Upgrade: h2c\nHTTP2-Settings: AAMAAABk\n\n";
    RawHttp2 client = new RawHttp2(RawHttp.open(port, request));
    String head = client.head();
    if (!head.startsWith("HTTP/1.1 101 ")) {
      throw new AssertionError("not upgraded: " + head);
    }
    client.socket.getOutputStream().write(beginning());
    return client;
  }

  private String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) input.readUnsignedByte());
    }
    return head.toString();
  }

  /** Sends a request's headers: names and values in turn; a body may follow or not. */
  public void request(int stream, boolean bodiless, String... headers) throws IOException {
    socket.getOutputStream().write(headers(stream, bodiless, headers));
  }

  /** Sends a piece of a body. */
  public void data(int stream, boolean last, byte[] piece) throws IOException {
    socket.getOutputStream().write(frame(DATA, last ? END_STREAM : 0, stream, piece));
  }

  /** The body of the answer on that stream; other streams' answers are skipped. */
  public String answer(int stream) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int length = input.readUnsignedByte() << 16 | input.readUnsignedShort();
      int type = input.readUnsignedByte();
      int flags = input.readUnsignedByte();
      int about = input.readInt();
      byte[] payload = input.readNBytes(length);
      if (type == GO_AWAY || about == stream && type == RESET) {
        throw new EOFException("given up, frame " + type);
      }
      if (about == stream && type == DATA) {
        body.write(payload);
      }
      if (about == stream && type <= HEADERS && (flags & END_STREAM) != 0) {
        return body.toString(StandardCharsets.UTF_8);
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** What a client says first. */
  static byte[] beginning() {
    return joined(
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
        frame(SETTINGS, 0, 0, new byte[0]));
  }

  static byte[] headers(int stream, boolean bodiless, String... headers) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (int index = 0; index < headers.length; index += 2) {
      block.write(0); // a literal, not to be indexed
      block.writeBytes(text(headers[index]));
      block.writeBytes(text(headers[index + 1]));
    }
    int flags = END_HEADERS | (bodiless ? END_STREAM : 0);
    return frame(HEADERS, flags, stream, block.toByteArray());
  }

  static byte[] data(int stream, String piece) {
    return frame(DATA, 0, stream, piece.getBytes(StandardCharsets.US_ASCII));
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    if (bytes.length > 126) {
      throw new IllegalArgumentException("too long for one byte of length: " + text);
    }
    return joined(new byte[] {(byte) bytes.length}, bytes);
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    int length = payload.length;
    byte[] head = {
      (byte) (length >> 16),
      (byte) (length >> 8),
      (byte) length,
      (byte) type,
      (byte) flags,
      (byte) (stream >> 24),
      (byte) (stream >> 16),
      (byte) (stream >> 8),
      (byte) stream
    };
    return joined(head, payload);
  }
}
