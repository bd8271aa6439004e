package io.github.riskyproxmox.support;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Frames of HTTP/2 without TLS (RFC 9113), for clients that begin and reset requests. */
public final class RawHttp2 {
  private static final int HEADERS = 1;
  private static final int RESET = 3;
  private static final int SETTINGS = 4;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final byte[] CANCEL = {0, 0, 0, 8};

  private RawHttp2() {}

  /** The connection preface. */
  public static byte[] beginning() {
    return joined(
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
        frame(SETTINGS, 0, 0, new byte[0]));
  }

  /** A whole request; headers are alternating names and values. */
  public static byte[] request(int stream, String... headers) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (int at = 0; at < headers.length; at += 2) {
      block.write(0); // a literal, not to be indexed
      block.writeBytes(text(headers[at]));
      block.writeBytes(text(headers[at + 1]));
    }
    return frame(HEADERS, END_HEADERS | END_STREAM, stream, block.toByteArray());
  }

  /** Cancels a request. */
  public static byte[] reset(int stream) {
    return frame(RESET, 0, stream, CANCEL);
  }

  /** Concatenates the parts. */
  public static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
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
