package io.github.riskyproxmox.support;

import io.github.riskyproxmox.config.Settings;
import io.github.riskyproxmox.simulator.SimServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The agent as a user starts it: the launcher of the {@link Installation} in its own process, on a
 * free loopback port, with its own working directory, home and state directory.
 */
public final class PackagedAgent implements AutoCloseable {
  /** For {@code --bind}: leave the option out. */
  public static final String NO_BIND = "none";

  private static final Duration START = Waiting.LIMIT.multipliedBy(3);
  private static final Duration SHORT_RUN = Waiting.LIMIT;
  private static final Duration AT_ONCE = Duration.ofSeconds(5);

  private final Path home;
  private final Path directory;
  private final int port;
  private final Map<String, String> environment;
  private final List<String> options;
  private Process process;
  private CapturedOutput output;
  // Until it is ready: the most that a start may take.
  private Duration startTook = START;

  private PackagedAgent(Path home, Map<String, String> environment, List<String> options)
      throws IOException {
    this.home = home;
    this.directory = Files.createTempDirectory("agent-under-test-");
    this.port = FreePorts.next();
    this.environment = Map.copyOf(environment);
    this.options = List.copyOf(options);
    launch();
  }

  /** Starts the agent on its built-in demo Proxmox and waits until the page answers. */
  public static PackagedAgent demo() throws IOException, InterruptedException {
    return start(Map.of(), "--demo");
  }

  /**
   * Starts the agent and waits until the page answers.
   *
   * @param environment settings, such as PVE_HOST; nothing else of the kind is inherited
   * @param options besides --port, --state-dir and --bind 127.0.0.1, which are given
   */
  public static PackagedAgent start(Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    Installation.prepare();
    return start(Installation.HOME, environment, options);
  }

  /** Starts that installation's agent and waits until the page answers. */
  public static PackagedAgent start(Path home, Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    PackagedAgent agent = new PackagedAgent(home, environment, List.of(options));
    try {
      agent.awaitReady();
      return agent;
    } catch (IOException | InterruptedException | AssertionError notReady) {
      try (agent) {
        throw notReady;
      }
    }
  }

  /** Starts the agent and waits for nothing. */
  public static PackagedAgent starting(Map<String, String> environment)
      throws IOException, InterruptedException {
    Installation.prepare();
    return new PackagedAgent(Installation.HOME, environment, List.of());
  }

  /** Starts the agent for that Proxmox and waits until the page answers. */
  public static PackagedAgent on(SimServer proxmox) throws IOException, InterruptedException {
    return on(proxmox, Map.of());
  }

  /**
   * Starts the agent for that Proxmox and waits until the page answers.
   *
   * @param settings besides the address and the token of Proxmox, or instead of them
   */
  public static PackagedAgent on(SimServer proxmox, Map<String, String> settings)
      throws IOException, InterruptedException {
    Map<String, String> all = new HashMap<>();
    all.put("PVE_HOST", "127.0.0.1:" + proxmox.port());
    all.put("PVE_TOKEN_ID", proxmox.tokenId());
    all.put("PVE_TOKEN_SECRET", proxmox.tokenSecret());
    // Most tests need several VMs in the way; LaunchIT tests the default.
    all.put("EXCLUDE", "node");
    all.putAll(settings);
    return start(all);
  }

  /**
   * Runs the launcher with exactly these options until it ends.
   *
   * @throws AssertionError if it does not end; it is killed then
   */
  public static Exit run(Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    return run(Installation.HOME, environment, options);
  }

  /** Runs the launcher of that installation until it ends. */
  public static Exit run(Path home, Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    return run(SHORT_RUN, home, environment, options);
  }

  static Exit run(Duration longest, Path home, Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("agent-under-test-");
    try {
      Process process = builder(home, directory, environment, List.of(options)).start();
      CapturedOutput out = new CapturedOutput(process.getInputStream(), "launcher");
      CapturedOutput err = new CapturedOutput(process.getErrorStream(), "launcher's errors");
      if (!process.waitFor(longest.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("Still running: " + out.text() + err.text() + Waiting.load());
      }
      out.awaitEnd();
      err.awaitEnd();
      return new Exit(process.exitValue(), out.text(), err.text());
    } finally {
      delete(directory);
    }
  }

  /**
   * How a launcher ended.
   *
   * @param status the exit status
   * @param out standard output
   * @param err standard error
   */
  public record Exit(int status, String out, String err) {}

  /** The page's address, ending in a slash. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port + environment.getOrDefault("BASE_PATH", "") + "/");
  }

  /** That path below the page's address, such as {@code api/vms}. */
  public URI url(String path) {
    return url().resolve(path);
  }

  /** The port listened on. */
  public int port() {
    return port;
  }

  /** The process, which is the Java virtual machine itself. */
  public long pid() {
    return process.pid();
  }

  /** Whether the process was told to use that archive of classes, and does. */
  public boolean maps(Path archive) throws IOException {
    String command = ofProcess("cmdline");
    return Stream.of("-XX:SharedArchiveFile=", "-XX:AOTCache=")
            .anyMatch(use -> command.contains(use + archive + "\0"))
        && ofProcess("maps").contains(archive.toString());
  }

  private String ofProcess(String file) throws IOException {
    Path all = Path.of("/proc", Long.toString(pid()), file);
    return new String(Files.readAllBytes(all), StandardCharsets.UTF_8);
  }

  /** Everything the present process has printed, both streams. */
  public String output() {
    return output.text();
  }

  /** Waits for a line of output that contains the words; false if the process ends without. */
  public boolean awaitOutput(String words) throws InterruptedException {
    return output.await(line -> line.contains(words));
  }

  /** What --state-dir says; kept over restarts. */
  public Path stateDirectory() {
    return directory.resolve("state");
  }

  /** The working directory. */
  public Path workingDirectory() {
    return directory;
  }

  /** Ends the process as a crash would. */
  public void kill9() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /**
   * Sends SIGTERM and waits for the end, which has to come at once: within five seconds or, on a
   * busy machine, within the time that the start took.
   *
   * @return the exit status
   * @throws AssertionError if it ends later or not at all
   */
  public int terminate() throws InterruptedException {
    Duration atMost = startTook.compareTo(AT_ONCE) > 0 ? startTook : AT_ONCE;
    process.destroy();
    if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError(
          "Not gone after %s; the start took %s. %s\n%s"
              .formatted(atMost, startTook, Waiting.load(), output.text()));
    }
    return process.exitValue();
  }

  /**
   * Starts it again on the same port with the same state; stops it first if it runs.
   *
   * @throws AssertionError if it does not become ready; its directory is kept until {@link #close}
   */
  public void restart() throws IOException, InterruptedException {
    stop();
    launch();
    awaitReady();
  }

  @Override
  public void close() throws IOException {
    stop();
    delete(directory);
  }

  private void stop() {
    end(process);
  }

  /** Ends that process, by force if it does not end by itself. */
  static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(Waiting.millis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void launch() throws IOException {
    List<String> all = new ArrayList<>(List.of("--port", Integer.toString(port)));
    all.addAll(List.of("--state-dir", stateDirectory().toString()));
    if (!options.contains("--bind")) {
      all.addAll(List.of("--bind", "127.0.0.1"));
    }
    all.addAll(options);
    int unbound = all.indexOf(NO_BIND);
    if (unbound >= 0) {
      all.subList(unbound - 1, unbound + 1).clear();
    }
    process = builder(home, directory, environment, all).redirectErrorStream(true).start();
    output = new CapturedOutput(process.getInputStream(), "agent on " + port);
  }

  private void awaitReady() throws IOException, InterruptedException {
    long begun = System.nanoTime();
    if (!output.await(line -> line.contains("ready at"), START)) {
      String threads = process.isAlive() ? threads() : "";
      stop();
      throw new AssertionError(
          "The agent did not become ready. %s\n%s\n%s"
              .formatted(Waiting.load(), output.text(), threads));
    }
    startTook = Duration.ofNanos(System.nanoTime() - begun);
  }

  /** The threads of the process, as {@code jstack} prints them. */
  public String threads() throws IOException, InterruptedException {
    Path jstack = Path.of(System.getProperty("java.home"), "bin", "jstack");
    Process dump =
        new ProcessBuilder(jstack.toString(), Long.toString(process.pid()))
            .redirectErrorStream(true)
            .start();
    CapturedOutput text = new CapturedOutput(dump.getInputStream(), "jstack");
    text.awaitEnd();
    dump.destroyForcibly();
    return text.text();
  }

  private static ProcessBuilder builder(
      Path home, Path directory, Map<String, String> environment, List<String> options) {
    List<String> command = new ArrayList<>(List.of(home + "/bin/risky-proxmox-agent"));
    command.addAll(options);
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().keySet().removeIf(PackagedAgent::isSetting);
    builder.environment().put("HOME", directory.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    return builder;
  }

  private static boolean isSetting(String name) {
    return name.startsWith("PVE_")
        || name.startsWith("XDG_")
        || name.equals("STATE_DIRECTORY")
        || Settings.KEYS.contains(name);
  }

  /** Deletes that directory and what is in it. */
  static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(one);
      }
    } catch (UncheckedIOException changing) {
      throw changing.getCause();
    }
  }
}
