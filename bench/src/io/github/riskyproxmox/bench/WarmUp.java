package io.github.riskyproxmox.bench;

import io.github.riskyproxmox.simulator.SimClock;
import io.github.riskyproxmox.simulator.SimScenario;
import io.github.riskyproxmox.simulator.SimServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Lets the agent create its class archive before anything is measured. The agent creates it once
 * per installation, in the background, and later starts use it.
 */
final class WarmUp {
  private static final Duration LONGEST = Duration.ofMinutes(4);

  private WarmUp() {}

  /** Runs the agent until it has an archive for that JDK. The agent keeps only the last one. */
  static void run(Setup setup, Jdk jdk) throws Exception {
    if (!makesArchives(setup) || archived(setup, jdk)) {
      return;
    }
    Progress.say("first run with " + jdk + ", to create the class archive");
    try (SimServer proxmox = SimServer.start(SimScenario.many(3), SimClock.system(), 0);
        ServerProcess agent = ServerProcess.start(ServerProcess.Kind.AGENT, setup, jdk, proxmox)) {
      Wait.until("the archive for " + jdk, LONGEST, () -> archived(setup, jdk));
      Progress.say("archive created; the first start took " + agent.secondsToPage() + " s");
    }
  }

  private static boolean makesArchives(Setup setup) throws IOException {
    return Files.readString(setup.root().resolve("launcher/risky-proxmox-agent"))
        .contains("riskyproxmox.archive");
  }

  private static boolean archived(Setup setup, Jdk jdk) throws IOException {
    Path cache = setup.directory().resolve("home/.cache/risky-proxmox-agent");
    if (!Files.isDirectory(cache)) {
      return false;
    }
    // An archive of an earlier build does not count.
    long built =
        setup
            .root()
            .resolve("target/dist/risky-proxmox-agent/lib/launcher.jar")
            .toFile()
            .lastModified();
    try (Stream<Path> files = Files.list(cache)) {
      return files
          .map(Path::toFile)
          .anyMatch(
              file ->
                  file.lastModified() > built
                      && file.getName().matches("classes-" + jdk.major() + "[.+-].*-\\d+"));
    }
  }
}
