package io.github.riskyproxmox.support;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * What was built, and the archive of classes that its first agent makes: each start with that takes
 * less. All processes of a test run use the same.
 */
public final class Installation {
  /** Where it lies. */
  public static final Path HOME = Path.of("target/dist/risky-proxmox-agent").toAbsolutePath();

  /** The directory of the archive. */
  public static final Path CACHE = Path.of("target/agent-cache").toAbsolutePath();

  /** In it, the archive of another installation, there before this one's is made. */
  public static final Path OF_ANOTHER = CACHE.resolve("classes-17.0.0-1-2-3");

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private static boolean asked;

  private Installation() {}

  /**
   * Has the archive made by the process that asks first; those that ask meanwhile go on without.
   *
   * @throws AssertionError if the agent that makes it does not start
   */
  static synchronized void quicken() throws IOException, InterruptedException {
    if (!asked) {
      asked = true;
      try (FileChannel channel = turn();
          FileLock first = channel.tryLock()) {
        if (first != null && !Files.exists(archiveFile(HOME, Map.of()))) {
          makeArchive(archiveFile(HOME, Map.of()));
        }
      }
    }
  }

  /** The archive that all agents use; empty if it could not be made. */
  public static Optional<Path> archive() throws IOException, InterruptedException {
    quicken();
    try (FileChannel channel = turn();
        FileLock afterItWasMade = channel.lock()) {
      return Optional.of(archiveFile(HOME, Map.of())).filter(Files::exists);
    }
  }

  private static FileChannel turn() throws IOException {
    return FileChannel.open(Files.createDirectories(CACHE).resolve("making.turn"), CREATE, WRITE);
  }

  /**
   * The file that the script uses for an archive, there or not.
   *
   * @param home of the installation
   * @param environment such as JAVA_HOME and CACHE_DIRECTORY
   */
  public static Path archiveFile(Path home, Map<String, String> environment)
      throws IOException, InterruptedException {
    Map<String, String> all = new HashMap<>(environment);
    all.put("JAVA_OPTS", "-XshowSettings:properties");
    String settings = PackagedAgent.run(home, all, "--version").err();
    return settings
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("riskyproxmox.archive = "))
        .map(line -> Path.of(line.substring(line.indexOf('/'))))
        .findFirst()
        .orElseThrow(() -> new AssertionError(settings));
  }

  private static void makeArchive(Path archive) throws IOException, InterruptedException {
    Files.deleteIfExists(OF_ANOTHER);
    Files.createFile(OF_ANOTHER);
    Map<String, String> atOnce =
        Map.of("JAVA_OPTS", "-Driskyproxmox.archive-after=0", "PATH", pathWithoutNice());
    try (PackagedAgent first = PackagedAgent.start(atOnce, "--demo")) {
      boolean unused = awaits(archive);
      if (first.maps(archive)) {
        throw new AssertionError("The archive was there before the first agent.");
      }
    }
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

  /** Waits until an agent has made that archive; false if none has. */
  public static boolean awaits(Path archive) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(archive) && System.nanoTime() < end) {
      LockSupport.parkNanos(100_000_000);
    }
    return Files.exists(archive);
  }

  /**
   * A PATH with another {@code nice}: an agent makes the archive at the lowest priority, which here
   * would mean after all that other tests do at the same time.
   */
  public static String pathWithoutNice() throws IOException {
    Path tools = Files.createDirectories(CACHE.resolve("tools"));
    Path nice = tools.resolve("nice");
    Path unfinished = Files.createTempFile(tools, "nice", "");
    Files.writeString(
        unfinished, "#!/bin/sh\n[ \"$1 $2\" = '-n 19' ] || exit 1\nshift 2\nexec \"$@\"\n");
    Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.move(unfinished, nice, StandardCopyOption.ATOMIC_MOVE);
    return tools + ":" + System.getenv("PATH");
  }
}
