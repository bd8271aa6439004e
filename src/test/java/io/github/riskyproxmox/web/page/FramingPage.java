package io.github.riskyproxmox.web.page;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Somebody's dashboard on another origin, which shows a page in a frame. */
final class FramingPage implements AutoCloseable {
  private final HttpServer server;
  private volatile String framed = "about:blank";

  FramingPage() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] page =
              "<!DOCTYPE html><title>Dashboard</title><iframe src=\"%s\" width=1200 height=900></iframe>"
                  .formatted(framed)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, page.length);
          try (OutputStream body = exchange.getResponseBody()) {
            body.write(page);
          }
        });
    server.start();
  }

  /** What it shows. */
  void frame(URI address) {
    framed = address.toString();
  }

  /** Its origin under that name of this machine: another name is another site. */
  String origin(String host) {
    return "http://" + host + ":" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
