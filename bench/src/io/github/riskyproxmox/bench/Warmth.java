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
 * What the agent keeps from its first run for its later starts (the archive of classes) is made
 * before anything is measured: it is made once per installation, in the background.
 */
final class Warmth {
  private static final Duration LONGEST = Duration.ofMinutes(4);

  private Warmth() {}

  /** Runs the agent until it has an archive for that JDK: it keeps one, of the JDK used last. */
  static void keep(Setup setup, Jdk jdk) throws Exception {
    if (!makesArchives(setup) || archived(setup, jdk)) {
      return;
    }
    Progress.say("first run with " + jdk + ", so that later ones have its archive of classes");
    try (SimServer proxmox = SimServer.start(SimScenario.many(3), SimClock.system(), 0);
        Served agent = Served.start(Served.Kind.AGENT, setup, jdk, proxmox)) {
      Wait.until("the archive for " + jdk, LONGEST, () -> archived(setup, jdk));
      Progress.say("archive made; the first start took " + agent.secondsToPage() + " s");
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
    // One made for an earlier build is of no use to this one.
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
