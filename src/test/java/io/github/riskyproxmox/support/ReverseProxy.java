package io.github.riskyproxmox.support;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real reverse proxy in front of an agent with {@code BASE_PATH=/vms}, set up by the recipe in
 * RUNNING.md, in a process of its own on a free loopback port.
 */
public final class ReverseProxy implements AutoCloseable {
  private static final String NGINX =
      """
      daemon off;
      master_process off;
      pid %1$s/pid;
      error_log stderr;
      events {}
      http {
          access_log off;
          client_body_temp_path %1$s/body;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
          server {
              listen 127.0.0.1:%2$d;
              %3$s
          }
      }
      """;

  /** Debian's module directory and user. */
  private static final String APACHE =
      """
      ServerRoot %1$s
      ServerName localhost
      Listen 127.0.0.1:%2$d
      PidFile %1$s/pid
      ErrorLog /dev/stderr
      User www-data
      Group www-data
      LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
      LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
      LoadModule headers_module /usr/lib/apache2/modules/mod_headers.so
      LoadModule proxy_module /usr/lib/apache2/modules/mod_proxy.so
      LoadModule proxy_http_module /usr/lib/apache2/modules/mod_proxy_http.so
      %3$s
      """;

  private final Path directory;
  private final int port;
  private final Process process;

  private ReverseProxy(Path directory, int port, List<String> command)
      throws IOException, InterruptedException {
    this.directory = directory;
    this.port = port;
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    CapturedOutput output = new CapturedOutput(process.getInputStream(), command.get(0));
    Waiting.until(
        () -> command + " to listen: " + output.text(), () -> !process.isAlive() || isListening());
    if (!process.isAlive()) {
      output.awaitEnd();
      throw new AssertionError(command + " ended: " + output.text());
    }
  }

  /**
   * Starts nginx.
   *
   * @throws AssertionError if it is not installed
   */
  public static ReverseProxy nginx(PackagedAgent agent) throws IOException, InterruptedException {
    String program = program("nginx", "nginx");
    Path directory = Files.createTempDirectory("nginx-under-test-");
    int port = FreePorts.next();
    Path file = write(directory, NGINX.formatted(directory, port, recipe("nginx", agent)));
    return new ReverseProxy(
        directory,
        port,
        List.of(program, "-p", directory.toString(), "-e", "stderr", "-c", file.toString()));
  }

  /**
   * Starts Apache in a single process.
   *
   * @throws AssertionError if it is not installed
   */
  public static ReverseProxy apache(PackagedAgent agent) throws IOException, InterruptedException {
    String program = program("apache2", "apache2-bin");
    Path directory = Files.createTempDirectory("apache-under-test-");
    int port = FreePorts.next();
    Path file = write(directory, APACHE.formatted(directory, port, recipe("apache", agent)));
    return new ReverseProxy(directory, port, List.of(program, "-X", "-f", file.toString()));
  }

  /** The recipe in that language, for this agent. */
  private static String recipe(String language, PackagedAgent agent) throws IOException {
    Matcher block =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("RUNNING.md")));
    if (!block.find() || !block.group(1).contains("127.0.0.1:8080")) {
      throw new AssertionError("RUNNING.md has no recipe in " + language + ".");
    }
    return block.group(1).replace("127.0.0.1:8080", "127.0.0.1:" + agent.port());
  }

  private static Path write(Path directory, String configuration) throws IOException {
    return Files.writeString(directory.resolve("proxy.conf"), configuration);
  }

  /** Not every user has the directories for administrators on the PATH. */
  private static String program(String name, String debian) {
    String path = System.getenv("PATH") + File.pathSeparator + "/usr/sbin";
    return Stream.of(path.split(File.pathSeparator))
        .map(one -> Path.of(one, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> new AssertionError(name + " is not installed: apt-get install " + debian + "."))
        .toString();
  }

  private boolean isListening() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The port listened on. */
  public int port() {
    return port;
  }

  @Override
  public void close() throws IOException {
    PackagedAgent.end(process);
    PackagedAgent.delete(directory);
  }
}
