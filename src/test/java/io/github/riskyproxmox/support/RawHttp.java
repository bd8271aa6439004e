package io.github.riskyproxmox.support;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** HTTP letter by letter, for requests that a well-behaved client would not send. */
public final class RawHttp {
  private RawHttp() {}

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

    /** The value of a header that stands there once or not at all. */
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
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      return String.valueOf(lines.readLine());
    }
  }

  /** Opens a connection and sends the text; {@code \n} goes out as CR LF. */
  public static Socket open(int port, String text) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(Waiting.millis());
    socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  /** A request without body; the last header asks to close the connection. */
  public static Answer ask(int port, String method, String path, String... headers)
      throws IOException {
    return send(port, method + " " + path + " HTTP/1.1\n" + lines(headers) + "\n");
  }

  /** A request with a body. */
  public static Answer ask(int port, String method, String path, byte[] body, String... headers)
      throws IOException {
    String head =
        method
            + " "
            + path
            + " HTTP/1.1\n"
            + lines(headers)
            + "Content-Length: "
            + body.length
            + "\n\n";
    try (Socket socket = open(port, head)) {
      socket.getOutputStream().write(body);
      return read(socket);
    }
  }

  /** Anything at all. */
  public static Answer send(int port, String text) throws IOException {
    try (Socket socket = open(port, text)) {
      return read(socket);
    }
  }

  private static String lines(String... headers) {
    StringBuilder lines = new StringBuilder();
    for (String header : headers) {
      lines.append(header).append('\n');
    }
    return lines.append("Connection: close\n").toString();
  }

  private static Answer read(Socket socket) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    InputStream stream = socket.getInputStream();
    stream.transferTo(bytes);
    String text = bytes.toString(StandardCharsets.UTF_8);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new AssertionError("no HTTP answer: " + text);
    }
    List<String> lines = text.substring(0, end).lines().toList();
    return new Answer(
        Integer.parseInt(lines.get(0).split(" ")[1]),
        lines.subList(1, lines.size()),
        text.substring(end + 4));
  }
}
