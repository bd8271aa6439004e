package io.github.riskyproxmox.simulator.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.zip.GZIPOutputStream;

/** Writes answers with the headers of Proxmox's server (AnyEvent.pm:response). */
final class ReplyWriter {
  private static final int COMPRESSED_FROM = 1024;
  private static final int ENDLESS = 1_000_000;
  private final OutputStream out;

  ReplyWriter(OutputStream out) {
    this.out = out;
  }

  void write(HttpReply reply, boolean gzip, boolean keepAlive) throws IOException {
    byte[] plain = reply.body().getBytes(StandardCharsets.UTF_8);
    boolean compressed = gzip && plain.length > COMPRESSED_FROM;
    byte[] body = compressed ? compressed(plain) : plain;
    out.write(head(reply, body.length, compressed, keepAlive));
    out.write(body);
    out.flush();
  }

  /** Writes complete headers and half of the body. */
  void writeHalf(HttpReply reply) throws IOException {
    byte[] body = (reply.body().isEmpty() ? "{}" : reply.body()).getBytes(StandardCharsets.UTF_8);
    out.write(head(reply, body.length, false, true));
    out.write(body, 0, body.length / 2);
    out.flush();
  }

  /** Writes headers with a Content-Length that is too large. */
  void writeEndlessHead() throws IOException {
    HttpReply reply = HttpReply.of(200, "OK", "application/json;charset=UTF-8", "");
    out.write(head(reply, ENDLESS, false, true));
    out.flush();
  }

  private static byte[] compressed(byte[] plain) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream stream = new GZIPOutputStream(compressed)) {
      stream.write(plain);
    }
    return compressed.toByteArray();
  }

  private static byte[] head(HttpReply reply, int length, boolean gzipped, boolean keepAlive) {
    StringBuilder head = new StringBuilder(400);
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
    head.append("HTTP/1.1 ").append(reply.status()).append(' ');
    head.append(reply.reason().lines().findFirst().orElse("")).append("\r\n");
    line(head, "Cache-Control", "max-age=0");
    if (reply.forwarded()) {
      line(head, "Connection", "close");
      line(head, "Connection", keepAlive ? "Keep-Alive" : "close");
    } else {
      line(head, "Connection", keepAlive ? "Keep-Alive" : "close");
    }
    line(head, "Date", date);
    line(head, "Pragma", "no-cache");
    line(head, "Server", "pve-api-daemon/3.0");
    line(head, "Expires", date);
    if (gzipped) {
      line(head, "Content-Encoding", "gzip");
    }
    if (length > 0) {
      line(head, "Content-Length", Integer.toString(length));
    }
    reply.headers().forEach((name, value) -> line(head, name, value));
    return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void line(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }
}
