package io.github.riskyproxmox.bench;

import io.github.riskyproxmox.simulator.SimServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The WAR in a process of its own, on the loopback address, with a simulated Proxmox: the packaged
 * agent, or a plain Payara Micro.
 */
final class ServerProcess implements AutoCloseable {
  /** Every card of the page contains it, and no error page does. */
  private static final String CARD = "data-place=\"";

  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  private final Process process;
  private final URI url;
  private final Path directory;
  private double secondsToPage;
  private double firstPageSeconds;
  private long readyAt;

  private ServerProcess(Process process, URI url, Path directory) {
    this.process = process;
    this.url = url;
    this.directory = directory;
  }

  /** How to run the WAR. */
  enum Kind {
    /** The packaged agent. */
    AGENT,
    /** {@code java -jar payara-micro.jar --deploy}. */
    PLAIN
  }

  /** Starts the process and waits for the first page that shows a VM. */
  static ServerProcess start(
      Kind kind, Setup setup, Jdk jdk, SimServer proxmox, String... javaOptions) throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Path directory = Files.createTempDirectory(setup.directory(), "run-");
    Path temporary = Files.createDirectories(directory.resolve("tmp"));
    List<String> command =
        kind == Kind.AGENT ? agent(setup, port, directory) : plain(setup, jdk, port, directory);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile());
    builder.environment().keySet().removeIf(ServerProcess::isSetting);
    List<String> options = new ArrayList<>(List.of("-Djava.io.tmpdir=" + temporary));
    if (kind == Kind.AGENT) {
      // JAVA_OPTS takes precedence over the launcher's own options.
      builder.environment().put("JAVA_OPTS", String.join(" ", javaOptions));
    } else {
      options.addAll(List.of(javaOptions));
    }
    builder.environment().put("JDK_JAVA_OPTIONS", String.join(" ", options));
    builder.environment().put("JAVA_HOME", jdk.home().toString());
    // All runs share one home, so that later starts use the class archive of the first.
    builder.environment().put("HOME", setup.directory().resolve("home").toString());
    builder.environment().put("PVE_HOST", "https://127.0.0.1:" + proxmox.port());
    builder.environment().put("PVE_TOKEN_ID", proxmox.tokenId());
    builder.environment().put("PVE_TOKEN_SECRET", proxmox.tokenSecret());
    builder.environment().put("PVE_FINGERPRINT", proxmox.fingerprint());
    long begun = System.nanoTime();
    ServerProcess served =
        new ServerProcess(builder.start(), URI.create("http://127.0.0.1:" + port + "/"), directory);
    Runtime.getRuntime().addShutdownHook(new Thread(served.process::destroyForcibly));
    try {
      Wait.until("the page shows a VM", TIMEOUT, served::showsVm);
    } catch (IllegalStateException never) {
      String log = served.log();
      served.close();
      throw new IllegalStateException(kind + " did not start:\n" + log, never);
    }
    served.secondsToPage = Wait.secondsSince(begun);
    return served;
  }

  /** Starts the agent with the first JDK. */
  static ServerProcess agent(Setup setup, SimServer proxmox, String... javaOptions)
      throws Exception {
    return start(Kind.AGENT, setup, setup.jdk(), proxmox, javaOptions);
  }

  private static List<String> agent(Setup setup, int port, Path directory) {
    return List.of(
        setup.root().resolve("target/dist/risky-proxmox-agent/bin/risky-proxmox-agent").toString(),
        "--bind",
        "127.0.0.1",
        "--port",
        Integer.toString(port),
        "--state-dir",
        directory.resolve("state").toString());
  }

  /** No tuning; it is only restricted to the loopback address (bench/README.md). */
  private static List<String> plain(Setup setup, Jdk jdk, int port, Path directory)
      throws IOException {
    Path commands =
        Files.writeString(
            directory.resolve("preboot"),
            "set configs.config.server-config.network-config.network-listeners.network-listener"
                + ".http-listener.address=127.0.0.1\n");
    return List.of(
        jdk.java(),
        "-jar",
        setup.root().resolve("target/parts/payara-micro.jar").toString(),
        "--deploy",
        setup.root().resolve("target/dist/risky-proxmox-agent/risky-proxmox-agent.war").toString(),
        "--contextroot",
        "/",
        "--port",
        Integer.toString(port),
        "--prebootcommandfile",
        commands.toString(),
        "--clustermode",
        "tcpip:127.0.0.1:6900",
        "--interfaces",
        "127.0.0.1");
  }

  private static boolean isSetting(String name) {
    return name.startsWith("PVE_")
        || name.startsWith("XDG_")
        || name.equals("STATE_DIRECTORY")
        || name.equals("CACHE_DIRECTORY")
        || name.equals("JAVA_OPTS")
        || name.equals("SHUTDOWN_TIMEOUT")
        || name.equals("ALLOWED_HOSTS");
  }

  private boolean showsVm() throws InterruptedException {
    if (!process.isAlive()) {
      throw new IllegalStateException("The process ended.");
    }
    try {
      long begun = System.nanoTime();
      Web.Answer answer = Web.plain(url);
      if (answer.status() != 200) {
        return false;
      }
      readyAt = readyAt == 0 ? begun : readyAt;
      firstPageSeconds = Wait.secondsSince(readyAt);
      return answer.text().contains(CARD);
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Seconds from the start of the process to the first page that showed a VM. */
  double secondsToPage() {
    return secondsToPage;
  }

  /** Seconds from the first request that was answered with a page to the page with a VM. */
  double firstPageSeconds() {
    return firstPageSeconds;
  }

  URI url() {
    return url;
  }

  URI url(String path) {
    return url.resolve(path);
  }

  long pid() {
    return process.pid();
  }

  Path directory() {
    return directory;
  }

  /** Sends SIGTERM, waits for the end, and returns how many seconds that took. */
  double terminate() throws InterruptedException {
    long begun = System.nanoTime();
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          "Sixty seconds after SIGTERM there still is process " + process.pid());
    }
    return Wait.secondsSince(begun);
  }

  @Override
  public void close() throws IOException {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException stopping) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(one);
      }
    }
  }

  private String log() throws IOException {
    return Files.readString(directory.resolve("log"), StandardCharsets.UTF_8);
  }
}
