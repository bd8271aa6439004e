package io.github.riskyproxmox.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.support.Installation;
import io.github.riskyproxmox.support.PackagedAgent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassArchiveIT {

  @ParameterizedTest
  @ValueSource(strings = {"not an archive at all", ""})
  void aBrokenArchiveDoesNotKeepItFromStarting(String content, @TempDir Path directory)
      throws Exception {
    Path archive = Files.writeString(directory.resolve("classes"), content.repeat(100_000));
    Map<String, String> environment = Map.of("JAVA_OPTS", "-XX:SharedArchiveFile=" + archive);
    PackagedAgent.Exit exit = PackagedAgent.run(environment, "--version");
    assertEquals(0, exit.status(), exit.err());
    assertEquals("", exit.err());
    assertTrue(exit.out().startsWith("risky-proxmox-agent "), exit.out());
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsNoReasonNotToStart() throws Exception {
    PackagedAgent.Exit exit =
        PackagedAgent.run(Map.of("CACHE_DIRECTORY", "/proc/nowhere"), "--version");
    assertEquals(0, exit.status(), exit.err());
    assertEquals("", exit.err());
  }

  @Test
  void aStartThatEndedInACrashCondemnsTheArchiveAndOneUnderWayDoesNot(@TempDir Path cache)
      throws Exception {
    Path archive =
        Files.writeString(
            Installation.archiveFile(Installation.HOME, in(cache)), "not an archive at all");
    Path own = note(archive, ProcessHandle.current().pid());
    version(cache);
    assertTrue(Files.exists(archive) && Files.exists(own), own.toString());
    assertEquals(2, entries(cache), "an orderly end leaves no note");

    Path left = note(archive, endedProcess());
    version(cache);
    assertFalse(Files.exists(archive));
    assertFalse(Files.exists(left));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lib/launcher.jar", "lib/application"})
  void afterAnUpgradeItIsAnotherOne(String part, @TempDir Path directory) throws Exception {
    Path home = Installation.copyTo(directory.resolve("installation"));
    Path before = Installation.archiveFile(home, in(directory));
    Files.setLastModifiedTime(
        home.resolve(part), FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));
    assertNotEquals(before, Installation.archiveFile(home, in(directory)));
  }

  private static Path note(Path archive, long pid) throws Exception {
    return Files.createFile(Path.of(archive + ".trying." + pid));
  }

  private static long endedProcess() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    return process.pid();
  }

  private static long entries(Path directory) throws Exception {
    try (Stream<Path> all = Files.list(directory)) {
      return all.count();
    }
  }

  private static void version(Path cache) throws Exception {
    PackagedAgent.Exit exit = PackagedAgent.run(in(cache), "--version");
    assertEquals(0, exit.status(), exit.err());
  }

  private static Map<String, String> in(Path cache) {
    return Map.of("CACHE_DIRECTORY", cache.toString());
  }
}
