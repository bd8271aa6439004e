package io.github.riskyproxmox.simulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;

/** A connection that shows the very bytes: reason phrases, repeated headers, what stays open. */
final class RawHttps implements AutoCloseable {
  private final SSLSocket socket;
  private final String authorization;
  private final BufferedReader in;
  private final Writer out;

  RawHttps(SimServer server) throws IOException {
    this(server, "PVEAPIToken=" + server.tokenId() + "=" + server.tokenSecret());
  }

  RawHttps(SimServer server, String authorization) throws IOException {
    this.authorization = authorization;
    socket =
        (SSLSocket)
            PveClient.trustingAll().getSocketFactory().createSocket("127.0.0.1", server.port());
    socket.setSoTimeout(20_000);
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    out = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8);
  }

  /** Sends a request and gives the head of the answer, the status line first. */
  List<String> head(String method, String path, String... headers) throws IOException {
    StringBuilder request = new StringBuilder(method + " /api2/json" + path + " HTTP/1.1\r\n");
    request.append("Host: pve\r\n");
    if (!authorization.isEmpty()) {
      request.append("Authorization: ").append(authorization).append("\r\n");
    }
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    out.write(request.append("\r\n").toString());
    out.flush();
    List<String> head = new ArrayList<>();
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      head.add(line);
    }
    return head;
  }

  /** The body that follows such a head. */
  String body(List<String> head) throws IOException {
    int length =
        head.stream()
            .filter(line -> line.startsWith("Content-Length: "))
            .mapToInt(line -> Integer.parseInt(line.substring(16)))
            .findFirst()
            .orElse(0);
    char[] body = new char[length];
    int read = 0;
    while (read < length) {
      int more = in.read(body, read, length - read);
      if (more < 0) {
        break;
      }
      read += more;
    }
    return new String(body, 0, read);
  }

  /** Gives up reading after a while. */
  void leaveAfter(Duration timeout) throws IOException {
    socket.setSoTimeout((int) timeout.toMillis());
  }

  /** Whether the server has closed the connection. */
  boolean isAtEnd() throws IOException {
    return in.read() < 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
