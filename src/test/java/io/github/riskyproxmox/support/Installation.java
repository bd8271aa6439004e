package io.github.riskyproxmox.support;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What was built, and the archive of classes that its first agent makes: each start with that takes
 * less. All processes of a test run use the same; whichever comes first has it made.
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
   * The archive for the Java that runs the tests; empty if it could not be made: then starts only
   * take longer.
   *
   * @throws AssertionError if the agent that makes it does not start
   */
  public static synchronized Optional<Path> archive() throws IOException, InterruptedException {
    if (!asked) {
      asked = true;
      Files.createDirectories(CACHE);
      try (FileChannel channel = FileChannel.open(CACHE.resolve("making.turn"), CREATE, WRITE);
          FileLock unused = channel.lock()) {
        if (ofThisJava().isEmpty()) {
          makeArchive();
        }
      }
    }
    return ofThisJava();
  }

  /** The archive that an agent of this build has made there and that is whole, if there is one. */
  public static Optional<Path> archiveIn(Path cache) throws IOException {
    FileTime built = Files.getLastModifiedTime(HOME.resolve("lib/application"));
    try (Stream<Path> all = Files.list(cache)) {
      for (Path one : all.toList()) {
        boolean named = one.getFileName().toString().matches("classes-.*-\\d+-\\d+-\\d+");
        if (named
            && !one.endsWith(OF_ANOTHER.getFileName())
            && Files.getLastModifiedTime(one).compareTo(built) > 0) {
          return Optional.of(one);
        }
      }
      return Optional.empty();
    }
  }

  private static Optional<Path> ofThisJava() throws IOException {
    String name = "classes-" + System.getProperty("java.version") + "-";
    return archiveIn(CACHE).filter(one -> one.getFileName().toString().startsWith(name));
  }

  private static void makeArchive() throws IOException, InterruptedException {
    Files.deleteIfExists(OF_ANOTHER);
    Files.createFile(OF_ANOTHER);
    Map<String, String> atOnce = Map.of("JAVA_OPTS", "-Driskyproxmox.archive-after=0");
    try (PackagedAgent first = PackagedAgent.start(atOnce, "--demo")) {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (ofThisJava().isEmpty() && System.nanoTime() < end) {
        LockSupport.parkNanos(100_000_000);
      }
      if (ofThisJava().isPresent() && first.maps(ofThisJava().orElseThrow())) {
        throw new AssertionError("The archive was there before the first agent.");
      }
    }
  }
}
