package io.github.riskyproxmox.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.support.Installation;
import io.github.riskyproxmox.support.PackagedAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The archive of classes from its making to its end, and with one JDK of each other major version
 * that is there: what makes it and how it is mapped differs between them. What follows a crash is
 * the script's business and the same for all.
 */
class ClassArchiveLifeIT {
  private static final Duration PATIENCE = Duration.ofMinutes(8);
  private static final Path USUAL = Path.of("/usr/lib/jvm");
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

  @TempDir private Path directory;

  /** One JDK of each version from 17 on, but for the running one's. */
  static Collection<Path> otherJavaHomes() throws IOException {
    Map<Integer, Path> byMajor = new TreeMap<>();
    List<Path> candidates = new ArrayList<>();
    if (Files.isDirectory(USUAL)) {
      try (Stream<Path> all = Files.list(USUAL)) {
        all.sorted().forEach(candidates::add);
      }
    }
    for (Path home : candidates) {
      Path release = home.resolve("release");
      if (Files.isReadable(release) && Files.isExecutable(home.resolve("bin/java"))) {
        Matcher version = VERSION.matcher(Files.readString(release));
        if (version.find() && Integer.parseInt(version.group(1)) >= 17) {
          byMajor.putIfAbsent(Integer.parseInt(version.group(1)), home.toRealPath());
        }
      }
    }
    byMajor.remove(Runtime.version().feature());
    return byMajor.values();
  }

  @Test
  void thatOfTheFirstAgentIsUsedAndNeverInTheWay() throws Exception {
    Path made = Installation.archive().orElseThrow(() -> new AssertionError("No archive."));
    assertTrue(Files.exists(Installation.OF_ANOTHER), "another installation's archive");

    Path archive = Files.copy(made, cache().resolve(made.getFileName()));
    Path ofBefore = Files.copy(made, cache().resolve(nameBeforeAnUpgrade(made)));
    try (PackagedAgent second = start(running())) {
      assertUses(second, archive);
    }

    byte[] whole = Files.readAllBytes(archive);
    replace(archive, Arrays.copyOf(whole, whole.length / 2));
    if (isCrashedBy("a truncated archive")) {
      start(running()).close();
    }
    // As a power cut can leave it.
    Arrays.fill(whole, whole.length / 4, whole.length * 3 / 4, (byte) 0);
    replace(archive, whole);
    if (!isCrashedBy("an archive with zeros")) {
      Files.delete(archive);
    }
    // Like the start after an upgrade: the only archive is that of what was there before.
    try (PackagedAgent last = start(running())) {
      assertTrue(Files.exists(ofBefore));
      assertFalse(last.maps(ofBefore), "that of what was there before an upgrade");
      assertFalse(Files.exists(archive), "a damaged archive was kept");
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("otherJavaHomes")
  void withAnotherJavaItIsMadeAndUsedToo(Path javaHome) throws Exception {
    Path archive;
    try (PackagedAgent first = start(javaHome, "-Driskyproxmox.archive-after=0")) {
      archive = awaitArchive();
      assertFalse(first.maps(archive), "made before it was used");
    }
    try (PackagedAgent second = start(javaHome)) {
      assertUses(second, archive);
    }
  }

  private void assertUses(PackagedAgent agent, Path archive) throws IOException {
    assertTrue(agent.maps(archive), () -> archive + " is not used");
    try (Stream<Path> all = Files.list(cache())) {
      assertEquals(
          List.of(),
          all.filter(one -> one.toString().contains(".trying.")).toList(),
          "the note of a start that is through");
    }
  }

  /** The same place, another key. */
  private static String nameBeforeAnUpgrade(Path archive) {
    return archive.getFileName().toString().replaceFirst("-\\d+-(\\d+)$", "-1-$1");
  }

  private static Path running() throws IOException {
    return Path.of(System.getProperty("java.home")).toRealPath();
  }

  private static void replace(Path archive, byte[] content) throws IOException {
    Files.deleteIfExists(archive);
    Files.write(archive, content);
  }

  /** Java 17 is by both, 25 by the zeros. */
  private boolean isCrashedBy(String archive) throws Exception {
    try (PackagedAgent agent = start(running())) {
      return false;
    } catch (AssertionError notReady) {
      System.out.println("Java does not start with " + archive);
      return true;
    }
  }

  private PackagedAgent start(Path javaHome, String... javaOptions) throws Exception {
    Map<String, String> environment =
        Map.of(
            "JAVA_HOME",
            javaHome.toString(),
            "JAVA_OPTS",
            String.join(" ", javaOptions),
            "CACHE_DIRECTORY",
            cache().toString(),
            "PATH",
            Installation.pathWithoutNice());
    return PackagedAgent.start(environment, "--demo");
  }

  private Path cache() throws IOException {
    return Files.createDirectories(directory.resolve("cache"));
  }

  private Path awaitArchive() throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (Installation.archiveIn(cache()).isEmpty()) {
      assertTrue(System.nanoTime() < end, "no archive");
      LockSupport.parkNanos(100_000_000);
    }
    return Installation.archiveIn(cache()).orElseThrow();
  }
}
