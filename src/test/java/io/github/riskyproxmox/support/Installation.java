package io.github.riskyproxmox.support;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What was built. The first agent that a test run starts prepares it, so that the next start in
 * less time.
 */
public final class Installation {
  /** Where it is. */
  public static final Path HOME = Path.of("target/dist/risky-proxmox-agent").toAbsolutePath();

  private static final Duration LONGEST = Duration.ofMinutes(8);

  private static boolean asked;

  private Installation() {}

  /**
   * Has the archive of classes made by the process that asks first; those that ask meanwhile go on
   * without it.
   *
   * @throws AssertionError if it could not be made
   */
  static synchronized void prepare() throws IOException, InterruptedException {
    if (!asked) {
      asked = true;
      try (FileChannel channel = turn();
          FileLock first = channel.tryLock()) {
        if (first != null && !isPrepared()) {
          prepare(HOME, Map.of());
        }
      }
    }
  }

  /** The archive that all agents use; empty if it could not be made. */
  public static Optional<Path> archive() throws IOException, InterruptedException {
    prepare();
    try (FileChannel channel = turn();
        FileLock afterItWasMade = channel.lock()) {
      return Optional.of(archiveOf(HOME)).filter(Files::exists);
    }
  }

  /** The file of an installation that the script uses if it is there. */
  public static Path archiveOf(Path home) {
    return home.resolve("lib/classes.archive");
  }

  /**
   * Runs {@code --prepare} there.
   *
   * @param environment such as JAVA_HOME
   * @throws AssertionError if it fails
   */
  public static void prepare(Path home, Map<String, String> environment)
      throws IOException, InterruptedException {
    PackagedAgent.Exit exit = PackagedAgent.run(LONGEST, home, environment, "--prepare");
    if (exit.status() != 0 || !exit.err().isEmpty()) {
      throw new AssertionError(exit.toString());
    }
  }

  private static boolean isPrepared() throws IOException {
    Path archive = archiveOf(HOME);
    return Files.exists(archive)
        && Files.getLastModifiedTime(archive)
                .compareTo(Files.getLastModifiedTime(HOME.resolve("lib/launcher.jar")))
            > 0;
  }

  private static FileChannel turn() throws IOException {
    return FileChannel.open(Path.of("target/prepare.lock"), CREATE, WRITE);
  }

  /**
   * Copies it there.
   *
   * @return the copy
   */
  public static Path copyTo(Path home) throws IOException, InterruptedException {
    Process copying =
        new ProcessBuilder("cp", "-a", HOME.toString(), home.toString()).inheritIO().start();
    if (copying.waitFor() != 0) {
      throw new IOException("not copied to " + home);
    }
    return home;
  }
}
