package io.github.riskyproxmox.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.support.Installation;
import io.github.riskyproxmox.support.PackagedAgent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
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

/** Whatever becomes of the archive of classes, it costs time only. */
class ClassArchiveIT {
  private static final Path USUAL = Path.of("/usr/lib/jvm");
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");
  private static final Path MADE = Installation.archiveOf(Installation.HOME);

  @TempDir private Path directory;

  /** One JDK of each other version that the agent runs on. */
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
        if (version.find() && Integer.parseInt(version.group(1)) >= 21) {
          byMajor.putIfAbsent(Integer.parseInt(version.group(1)), home.toRealPath());
        }
      }
    }
    byMajor.remove(Runtime.version().feature());
    return byMajor.values();
  }

  @Test
  void itIsUsedAndNotWrittenAgain() throws Exception {
    Path archive = Installation.archive().orElseThrow(() -> new AssertionError("No archive."));
    FileTime written = Files.getLastModifiedTime(archive);
    try (PackagedAgent agent = PackagedAgent.demo()) {
      assertTrue(agent.maps(archive), () -> archive + " is not used");
      assertEquals(143, agent.terminate());
    }
    assertEquals(written, Files.getLastModifiedTime(archive));
  }

  /** With this damage Java itself crashes, or ends because a part that it relies on is missing. */
  @Test
  void aDamagedOneIsPassedOver() throws Exception {
    byte[] whole =
        Files.readAllBytes(
            Installation.archive().orElseThrow(() -> new AssertionError("No archive.")));
    Path home = Installation.copyTo(directory.resolve("installation"));
    for (double place : new double[] {0.00001, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98}) {
      byte[] flipped = whole.clone();
      flipped[(int) (whole.length * place)] ^= 0x10;
      assertStartsWith(home, flipped);
    }
    assertStartsWith(home, Arrays.copyOf(whole, whole.length / 2));
    assertStartsWith(home, new byte[0]);
    assertStartsWith(home, "no archive at all".repeat(10_000).getBytes(StandardCharsets.UTF_8));
    // As a power cut can leave it.
    Arrays.fill(whole, whole.length / 4, whole.length * 3 / 4, (byte) 0);
    assertStartsWith(home, whole);
    try (PackagedAgent agent = PackagedAgent.start(home, Map.of(), "--demo")) {
      assertFalse(agent.maps(Installation.archiveOf(home)), "a damaged archive is used");
    }
  }

  @Test
  void oneOfAnotherBuildIsPassedOver() throws Exception {
    Path home = Installation.copyTo(directory.resolve("installation"));
    Files.setLastModifiedTime(
        home.resolve("lib/launcher.jar"), FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));
    assertEquals("", version(home));
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("otherJavaHomes")
  void withAnotherJavaItIsMadeAndUsedTooWhereverItLies(Path javaHome) throws Exception {
    Path home = Installation.copyTo(directory.resolve("my installation+ü"));
    Path archive = Installation.archiveOf(home);
    Map<String, String> other = Map.of("JAVA_HOME", javaHome.toString());
    Installation.prepare(home, other);
    try (PackagedAgent agent = PackagedAgent.start(home, other, "--demo")) {
      assertTrue(agent.maps(archive), () -> archive + " is not used");
    }
    assertEquals("", version(home), "the same archive with this Java");
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsSaidInOneSentence() throws Exception {
    Path home = Installation.copyTo(directory.resolve("installation"));
    Files.createDirectory(home.resolve("lib/classes.archive.new"));
    PackagedAgent.Exit exit = PackagedAgent.run(home, Map.of(), "--prepare");
    assertEquals(2, exit.status(), exit.err());
    assertEquals(1, exit.err().lines().count(), exit.err());
    assertTrue(exit.err().contains("classes.archive.new"), exit.err());
  }

  private static void assertStartsWith(Path home, byte[] archive) throws Exception {
    Files.write(Installation.archiveOf(home), archive);
    assertEquals("", version(home), () -> MADE + " with other content");
  }

  /** Runs as far as Java itself gets; what it says on standard error. */
  private static String version(Path home) throws Exception {
    PackagedAgent.Exit exit = PackagedAgent.run(home, Map.of(), "--version");
    assertEquals(0, exit.status(), exit.err());
    assertTrue(exit.out().startsWith("risky-proxmox-agent "), exit.out());
    return exit.err();
  }
}
