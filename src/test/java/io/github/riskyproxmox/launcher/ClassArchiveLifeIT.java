package io.github.riskyproxmox.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.support.Installation;
import io.github.riskyproxmox.support.PackagedAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    try (PackagedAgent second = start(Installation.HOME, running())) {
      assertUses(second, archive);
    }

    byte[] whole = Files.readAllBytes(archive);
    replace(archive, Arrays.copyOf(whole, whole.length / 2));
    assertFailsOnceAtMost(archive, "a truncated archive");
    // As a power cut can leave it.
    Arrays.fill(whole, whole.length / 4, whole.length * 3 / 4, (byte) 0);
    replace(archive, whole);
    assertFailsOnceAtMost(archive, "an archive with zeros");
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("otherJavaHomes")
  void withAnotherJavaItIsMadeAndUsedTooWhereverItLies(Path javaHome) throws Exception {
    Path home = Installation.copyTo(directory.resolve("my installation+ü"));
    Path ofAnother = Files.createFile(cache().resolve(Installation.OF_ANOTHER.getFileName()));
    Path archive = Installation.archiveFile(home, environment(javaHome));
    try (PackagedAgent first = start(home, javaHome, "-Driskyproxmox.archive-after=0")) {
      assertTrue(Installation.awaits(archive), archive + " was not made");
      assertFalse(first.maps(archive), "made before it was used");
    }
    assertTrue(Files.exists(ofAnother), "another installation's archive");
    try (PackagedAgent second = start(home, javaHome)) {
      assertUses(second, archive);
    }
  }

  private void assertUses(PackagedAgent agent, Path archive) throws IOException {
    assertTrue(agent.maps(archive), () -> archive + " is not used");
    assertEquals(List.of(), notes(), "the note of a start that is through");
  }

  private List<Path> notes() throws IOException {
    try (Stream<Path> all = Files.list(cache())) {
      return all.filter(one -> one.toString().contains(".trying.")).toList();
    }
  }

  /** Java 17 crashes by both, 25 by the zeros. */
  private void assertFailsOnceAtMost(Path archive, String what) throws Exception {
    if (isCrashed()) {
      System.out.println("Java does not start with " + what);
      assertEquals(1, notes().size(), "the note of a start that crashed");
      start(Installation.HOME, running()).close();
      assertFalse(Files.exists(archive), what + " was kept");
    }
  }

  private boolean isCrashed() throws Exception {
    try (PackagedAgent agent = start(Installation.HOME, running())) {
      return false;
    } catch (AssertionError notReady) {
      return true;
    }
  }

  private static Path running() throws IOException {
    return Path.of(System.getProperty("java.home")).toRealPath();
  }

  private static void replace(Path archive, byte[] content) throws IOException {
    Files.deleteIfExists(archive);
    Files.write(archive, content);
  }

  private PackagedAgent start(Path home, Path javaHome, String... javaOptions) throws Exception {
    Map<String, String> environment = new HashMap<>(environment(javaHome));
    environment.put("JAVA_OPTS", String.join(" ", javaOptions));
    return PackagedAgent.start(home, environment, "--demo");
  }

  private Map<String, String> environment(Path javaHome) throws IOException {
    return Map.of(
        "JAVA_HOME",
        javaHome.toString(),
        "CACHE_DIRECTORY",
        cache().toString(),
        "PATH",
        Installation.pathWithoutNice());
  }

  private Path cache() throws IOException {
    return Files.createDirectories(directory.resolve("cache"));
  }
}
