package io.github.riskyproxmox.support;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Sends raw bytes of HTTP/1.1, for requests that a well-behaved client would not send. An instance
 * is one keep-alive connection, for so many requests that a real client would take too long.
 */
public final class RawHttp implements AutoCloseable {
  private final int port;
  private Socket socket;
  private InputStream input;

  /** Connects to that loopback port. */
  public RawHttp(int port) throws IOException {
    this.port = port;
    connect();
  }

  private void connect() throws IOException {
    socket = open(port, "");
    socket.setTcpNoDelay(true);
    input = new BufferedInputStream(socket.getInputStream());
  }

  /**
   * An answer.
   *
   * @param status its number
   * @param headers as received
   * @param body as received, chunks and all
   */
  public record Answer(int status, List<String> headers, String body) {
    /** The values of a header. */
    public List<String> all(String name) {
      String prefix = name.toLowerCase(Locale.ROOT) + ":";
      return headers.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
          .map(line -> line.substring(prefix.length()).strip())
          .toList();
    }

    /** The value of a header that is there once or not at all. */
    public Optional<String> one(String name) {
      List<String> values = all(name);
      if (values.size() > 1) {
        throw new AssertionError(name + " is there " + values.size() + " times: " + values);
      }
      return values.stream().findFirst();
    }
  }

  /**
   * The first line of the answer to a request that is not finished.
   *
   * @param text what is sent of it
   */
  public static String firstLine(int port, String text) throws IOException {
    try (Socket socket = open(port, text)) {
      return String.valueOf(lines(socket).readLine());
    }
  }

  /** Opens a connection and sends the text; {@code \n} goes out as CR LF. */
  public static Socket open(int port, String text) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(Waiting.millis());
    socket.getOutputStream().write(bytes(text));
    return socket;
  }

  /** Reads what the agent sends, line by line. */
  public static BufferedReader lines(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Sends a request without body, with {@code Connection: close}. */
  public static Answer ask(int port, String method, String path, String... headers)
      throws IOException {
    return send(port, head(method, path, headers) + "\n");
  }

  /** Sends a request with a body, with {@code Connection: close}. */
  public static Answer ask(int port, String method, String path, byte[] body, String... headers)
      throws IOException {
    String head = head(method, path, headers) + "Content-Length: " + body.length + "\n\n";
    try (Socket socket = open(port, head)) {
      socket.getOutputStream().write(body);
      return read(socket);
    }
  }

  /** Sends that text and reads until the agent closes the connection. */
  public static Answer send(int port, String text) throws IOException {
    try (Socket socket = open(port, text)) {
      return read(socket);
    }
  }

  private static String head(String method, String path, String... headers) {
    StringBuilder lines = new StringBuilder(method + " " + path + " HTTP/1.1\n");
    for (String header : headers) {
      lines.append(header).append('\n');
    }
    return lines.append("Connection: close\n").toString();
  }

  private static byte[] bytes(String text) {
    return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  private static Answer read(Socket socket) throws IOException {
    String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new AssertionError("no HTTP answer: " + text);
    }
    List<String> lines = text.substring(0, end).lines().toList();
    return new Answer(
        status(lines.get(0)), lines.subList(1, lines.size()), text.substring(end + 4));
  }

  private static int status(String firstLine) {
    return Integer.parseInt(firstLine.split(" ")[1]);
  }

  /** The bytes of a request to {@code localhost}; {@code \n} in the head goes out as CR LF. */
  public static byte[] request(String head, String body) {
    String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\n";
    return ((head + "\nHost: localhost\n" + length + "\n").replace("\n", "\r\n") + body)
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Sends a whole request over this connection, and reads the answer to its end.
   *
   * @return the answer's status
   */
  public int status(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    int status = status(line());
    long length = 0;
    boolean chunked = false;
    boolean closes = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String[] parts = header.toLowerCase(Locale.ROOT).split(": *", 2);
      switch (parts[0]) {
        case "content-length" -> length = Long.parseLong(parts[1]);
        case "transfer-encoding" -> chunked = parts[1].equals("chunked");
        case "connection" -> closes = parts[1].equals("close");
        default -> {}
      }
    }
    if (chunked) {
      skipChunks();
    } else {
      input.skipNBytes(length);
    }
    if (closes) {
      socket.close();
      connect();
    }
    return status;
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
        throw new EOFException("the connection was closed within an answer: " + line);
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
