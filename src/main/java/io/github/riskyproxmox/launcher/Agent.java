package io.github.riskyproxmox.launcher;

import io.github.riskyproxmox.config.BasePath;
import io.github.riskyproxmox.config.EnvFileConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Configures the application by system properties and starts it in the server. */
final class Agent {
  private static final String STATE_PROPERTY = "riskyproxmox.state-dir";

  private final Path application;
  private final ListenAddress listen;
  private final RunDirectory run;
  private final Set<ListenAddress> listeners = new HashSet<>();
  private BasePath base = BasePath.ROOT;

  /**
   * Checks the installation.
   *
   * @param listen where to listen
   * @param run the server's working directory
   * @throws StartFailure if the application is missing, as after an incomplete copy
   */
  Agent(ListenAddress listen, RunDirectory run) throws StartFailure {
    application = application();
    this.listen = listen;
    this.run = run;
    listeners.add(listen);
  }

  /**
   * The unpacked WAR.
   *
   * @throws StartFailure if it is missing
   */
  static Path application() throws StartFailure {
    Path home = Path.of(System.getProperty("riskyproxmox.home", "."));
    Path application = home.resolve("lib/application");
    if (!Files.isDirectory(application.resolve("WEB-INF/classes"))
        || !Files.isDirectory(application.resolve("WEB-INF/lib"))) {
      throw new StartFailure(
          application + " is missing or not whole; install it again as INSTALLING.md says.");
    }
    return application;
  }

  /**
   * Starts the demo Proxmox and points the application at it. The user's own settings and state are
   * not used.
   *
   * @param environment only the settings of the page are read
   */
  void useDemo(Map<String, String> environment) throws StartFailure, IOException {
    Path noSettings = run.path().resolve("demo.env");
    Files.createFile(
        noSettings,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    System.setProperty(EnvFileConfigSource.FILE_PROPERTY, noSettings.toString());
    DemoProxmox demo = DemoProxmox.start(environment);
    listeners.add(demo.listen());
    serveBelow(demo.settings().basePath());
    keepStateIn(run.path().resolve("state"));
  }

  /** Sets the path that everything is served below. */
  void serveBelow(BasePath path) {
    base = path;
  }

  /** The page's URL for a request from this process. */
  String localUrl() {
    return base.below(listen.localUrl());
  }

  /** The page's URL to print. */
  String url() {
    return base.below(listen.url());
  }

  /** Sets where the application keeps its journal. */
  void keepStateIn(Path directory) {
    System.setProperty(STATE_PROPERTY, directory.toAbsolutePath().toString());
  }

  /** Starts the server and checks its page and what it listens on. */
  void start() throws IOException {
    run.writeConfiguration(listen);
    PayaraServer.boot(application, listen, base, run);
    PageCheck.check(localUrl());
    ListeningSockets.check(listeners);
  }
}
