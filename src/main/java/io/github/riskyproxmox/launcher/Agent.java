package io.github.riskyproxmox.launcher;

import io.github.riskyproxmox.config.EnvFileConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** One run: what the application is told by system properties, and the order things start in. */
final class Agent {
  private static final String STATE_PROPERTY = "riskyproxmox.state-dir";

  private final Path application;
  private final ListenAddress listen;
  private final RunDirectory run;
  private final Set<ListenAddress> expected = new HashSet<>();

  /**
   * Will listen there and work in that directory.
   *
   * @throws StartFailure if the application is missing: an installation that was copied in part
   */
  Agent(ListenAddress listen, RunDirectory run) throws StartFailure {
    Path home = Path.of(System.getProperty("riskyproxmox.home", "."));
    application = home.resolve("lib/application");
    if (!Files.isDirectory(application.resolve("WEB-INF/classes"))
        || !Files.isDirectory(application.resolve("WEB-INF/lib"))) {
      throw new StartFailure(
          application + " is missing or not whole; install it again as INSTALLING.md says.");
    }
    this.listen = listen;
    this.run = run;
    expected.add(listen);
  }

  /** Brings the demo Proxmox up; nothing of this user's settings or state is touched. */
  void useDemo(Map<String, String> environment) throws StartFailure, IOException {
    Path noSettings = run.path().resolve("demo.env");
    Files.createFile(
        noSettings,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    System.setProperty(EnvFileConfigSource.FILE_PROPERTY, noSettings.toString());
    expected.add(DemoProxmox.start(environment));
    keepStateIn(run.path().resolve("state"));
  }

  /** Has the application keep its journal there. */
  void keepStateIn(Path directory) {
    System.setProperty(STATE_PROPERTY, directory.toAbsolutePath().toString());
  }

  /** Starts the server, makes sure of its socket and its page, and says where it is. */
  void start() throws IOException, InterruptedException {
    run.furnish(listen);
    PayaraServer.boot(application, listen, run);
    PageProbe.check(listen.probeUrl());
    ListeningSockets.check(expected);
    if (ClassArchive.isTraining()) {
      PageProbe.exercise(listen.probeUrl());
      System.exit(0);
    }
    ClassArchive.vouchFor();
    System.out.println("risky-proxmox-agent is ready at " + listen.url());
    ClassArchive.makeLater();
  }
}
