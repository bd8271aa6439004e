package io.github.riskyproxmox.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.support.CapturedOutput;
import io.github.riskyproxmox.support.PackagedAgent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The archive of classes from its making to its end, on one JDK of each major version that is
 * there: what makes it and how it is mapped differs between them.
 */
class ClassArchiveLifeIT {
  private static final Duration PATIENCE = Duration.ofMinutes(8);
  private static final Path USUAL = Path.of("/usr/lib/jvm");
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

  @TempDir private Path directory;

  /** The running JDK, and one of each other version from 17 on. */
  static Collection<Path> javaHomes() throws IOException {
    Map<Integer, Path> byMajor = new TreeMap<>();
    List<Path> candidates = new ArrayList<>(List.of(running()));
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
    return byMajor.values();
  }

  @ParameterizedTest
  @MethodSource("javaHomes")
  void itIsMadeUsedAndNeverInTheWay(Path javaHome) throws Exception {
    Path installation = copyOfTheDistribution();
    Path ofAnother = Files.createFile(cache().resolve("classes-17.0.0-1-2-3"));

    Path archive;
    try (Running first = start(javaHome, installation, "-Driskyproxmox.archive-after=0")) {
      archive = first.awaitArchive();
      assertFalse(first.maps(archive), "made before it was used");
    }
    assertTrue(Files.exists(ofAnother), "another installation's archive");

    try (Running second = start(javaHome, installation, "")) {
      assertTrue(second.maps(archive), () -> archive + " is not used");
      assertEquals(
          Optional.empty(), file(".*[.]trying[.].*"), "the note of a start that is through");
    }

    if (!javaHome.equals(running())) {
      // What follows a crash is the script's business and the same for all; it takes minutes.
      return;
    }
    byte[] whole = Files.readAllBytes(archive);
    replace(archive, Arrays.copyOf(whole, whole.length / 2));
    assertFailsOnceAtMost(javaHome, installation, "a truncated archive");
    // As a power cut can leave it.
    Arrays.fill(whole, whole.length / 4, whole.length * 3 / 4, (byte) 0);
    replace(archive, whole);
    assertFailsOnceAtMost(javaHome, installation, "an archive with zeros");

    Path jar = installation.resolve("lib/launcher.jar");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));
    assertTrue(startsAtOnce(javaHome, installation), "after an upgrade");
  }

  private static Path running() throws IOException {
    return Path.of(System.getProperty("java.home")).toRealPath();
  }

  private static void replace(Path archive, byte[] content) throws IOException {
    Files.deleteIfExists(archive);
    Files.write(archive, content);
  }

  /** Java 17 crashes by both, 25 by the zeros. */
  private void assertFailsOnceAtMost(Path javaHome, Path installation, String archive)
      throws Exception {
    if (!startsAtOnce(javaHome, installation)) {
      System.out.println(javaHome + " does not start with " + archive);
      assertTrue(startsAtOnce(javaHome, installation), "the start after that with " + archive);
    }
  }

  private boolean startsAtOnce(Path javaHome, Path installation) throws Exception {
    try (Running agent = new Running(javaHome, installation, "")) {
      return agent.isReady();
    }
  }

  private Running start(Path javaHome, Path installation, String option) throws Exception {
    Running agent = new Running(javaHome, installation, option);
    if (!agent.isReady()) {
      agent.close();
      throw new AssertionError(agent.output.text());
    }
    return agent;
  }

  private Path cache() throws IOException {
    return Files.createDirectories(directory.resolve("cache"));
  }

  /**
   * A directory with another {@code nice}: the archive is made at the lowest priority, which here
   * would mean after all that other tests do at the same time.
   */
  private Path withoutNice() throws IOException {
    Path tools = Files.createDirectories(directory.resolve("tools"));
    Path nice = Files.writeString(tools.resolve("nice"), "#!/bin/sh\nshift 2\nexec \"$@\"\n");
    Files.setPosixFilePermissions(nice, PosixFilePermissions.fromString("rwxr-xr-x"));
    return tools;
  }

  private Path copyOfTheDistribution() throws Exception {
    Path copy = directory.resolve("my installation+ü");
    Process process =
        new ProcessBuilder("cp", "-a", "target/dist/risky-proxmox-agent", copy.toString())
            .inheritIO()
            .start();
    assertEquals(0, process.waitFor());
    return copy;
  }

  private Optional<Path> file(String name) throws IOException {
    try (Stream<Path> all = Files.list(cache())) {
      return all.filter(one -> one.getFileName().toString().matches(name)).findFirst();
    }
  }

  /** One agent of the copied installation. */
  private final class Running implements AutoCloseable {
    private final Process process;
    private final CapturedOutput output;

    private Running(Path javaHome, Path installation, String option) throws IOException {
      ProcessBuilder builder =
          new ProcessBuilder(
              installation.resolve("bin/risky-proxmox-agent").toString(),
              "--demo",
              "--port",
              Integer.toString(PackagedAgent.freePort()));
      builder.environment().put("JAVA_HOME", javaHome.toString());
      builder.environment().put("JAVA_OPTS", option);
      builder.environment().put("CACHE_DIRECTORY", cache().toString());
      builder.environment().put("PATH", withoutNice() + ":" + System.getenv("PATH"));
      process = builder.directory(directory.toFile()).redirectErrorStream(true).start();
      output = new CapturedOutput(process.getInputStream(), "agent on " + javaHome);
    }

    private boolean isReady() throws InterruptedException {
      return output.await(line -> line.contains("ready at"), PATIENCE);
    }

    private Path awaitArchive() throws IOException {
      long end = System.nanoTime() + PATIENCE.toNanos();
      String name = "classes-(?!17[.]0[.]0-1-).*-\\d+";
      while (file(name).isEmpty()) {
        if (System.nanoTime() > end) {
          throw new AssertionError("no archive: " + output.text());
        }
        LockSupport.parkNanos(100_000_000);
      }
      return file(name).orElseThrow();
    }

    private boolean maps(Path archive) throws IOException {
      Path process = Path.of("/proc", Long.toString(this.process.pid()));
      return Files.readString(process.resolve("cmdline")).contains("=" + archive + "\0")
          && Files.readString(process.resolve("maps"), StandardCharsets.ISO_8859_1)
              .contains(archive.toString());
    }

    @Override
    public void close() throws InterruptedException {
      process.destroy();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    }
  }
}
