package io.github.riskyproxmox.proxmox.http;

import io.github.riskyproxmox.support.TestCertificate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLServerSocket;

/** An HTTPS server whose every byte a test decides: what no well-behaved server would send. */
public final class ScriptedServer implements AutoCloseable {
  /** Answers one request. */
  public interface Script {
    /** Writes what it likes; closing the socket ends the connection. */
    void answer(Request request, Socket socket, OutputStream output) throws IOException;
  }

  /**
   * What arrived.
   *
   * @param connection counts connections from 1
   * @param line the request line
   * @param headers as they came
   * @param body as text
   */
  public record Request(int connection, String line, List<String> headers, String body) {}

  private final SSLServerSocket server;
  private final Script script;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** Listens on a free loopback port. */
  public ScriptedServer(TestCertificate certificate, Script script) throws IOException {
    this.script = script;
    this.server =
        (SSLServerSocket)
            certificate
                .context()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /** A script that always sends that text. */
  public static Script always(String answer) {
    return (request, socket, output) -> output.write(answer.getBytes(StandardCharsets.UTF_8));
  }

  /** A well-formed JSON answer. */
  public static String json(String status, String body) {
    return "HTTP/1.1 "
        + status
        + "\r\nContent-Type: application/json;charset=UTF-8\r\nConnection: Keep-Alive\r\n"
        + "Content-Length: "
        + body.getBytes(StandardCharsets.UTF_8).length
        + "\r\n\r\n"
        + body;
  }

  /** Where it listens. */
  public int port() {
    return server.getLocalPort();
  }

  /** What has arrived. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** How many connections were made. */
  public int connections() {
    return connections.get();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        open.add(socket);
        int number = connections.incrementAndGet();
        start(() -> serve(number, socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(int number, Socket socket) {
    try (socket) {
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        List<String> headers = new CopyOnWriteArrayList<>();
        int length = 0;
        for (String header = reader.readLine();
            header != null && !header.isEmpty();
            header = reader.readLine()) {
          headers.add(header);
          if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
            length = Integer.parseInt(header.substring(15).strip());
          }
        }
        char[] body = new char[length];
        int read = length == 0 ? 0 : reader.read(body);
        Request request =
            new Request(number, line, headers, new String(body, 0, Math.max(0, read)));
        requests.add(request);
        OutputStream output = socket.getOutputStream();
        script.answer(request, socket, output);
        output.flush();
        if (socket.isClosed()) {
          return;
        }
      }
    } catch (IOException gone) {
      // The client has left, which some tests are about.
    } finally {
      open.remove(socket);
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }
}
