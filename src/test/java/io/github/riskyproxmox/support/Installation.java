package io.github.riskyproxmox.support;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

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
        if (first != null && ofThisJava().isEmpty()) {
          makeArchive();
        }
      }
    }
  }

  /** The archive for the Java that runs the tests; empty if it could not be made. */
  public static Optional<Path> archive() throws IOException, InterruptedException {
    quicken();
    try (FileChannel channel = turn();
        FileLock afterItWasMade = channel.lock()) {
      return ofThisJava();
    }
  }

  private static FileChannel turn() throws IOException {
    return FileChannel.open(Files.createDirectories(CACHE).resolve("making.turn"), CREATE, WRITE);
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
    Map<String, String> atOnce =
        Map.of("JAVA_OPTS", "-Driskyproxmox.archive-after=0", "PATH", pathWithoutNice());
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

  /**
   * A PATH with another {@code nice}: an agent makes the archive at the lowest priority, which here
   * would mean after all that other tests do at the same time.
   */
  public static String pathWithoutNice() throws IOException {
    Path tools = Files.createDirectories(CACHE.resolve("tools"));
    Path nice = tools.resolve("nice");
    if (!Files.exists(nice)) {
      Path unfinished = Files.createTempFile(tools, "nice", "");
      Files.writeString(unfinished, "#!/bin/sh\nshift 2\nexec \"$@\"\n");
      Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(unfinished, nice, StandardCopyOption.ATOMIC_MOVE);
    }
    return tools + ":" + System.getenv("PATH");
  }
}
