package io.github.riskyproxmox.launcher;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  private static final String TEMPORARY = "java.io.tmpdir";

  // Beyond the largest process id of Linux.
  private static final String LEFT_OVER = "risky-proxmox-agent-99999999-1";

  @TempDir private Path temporary;
  private String before = "";

  @BeforeEach
  void useOwnTemporaryDirectory() {
    before = System.setProperty(TEMPORARY, temporary.toString());
  }

  @AfterEach
  void restoreTemporaryDirectory() {
    System.setProperty(TEMPORARY, before);
  }

  @Test
  void directoriesOfKilledAgentsAreRemoved() throws IOException {
    Path left = Files.createDirectory(temporary.resolve(LEFT_OVER));
    Files.writeString(left.resolve("domain.xml"), "old");

    RunDirectory own = RunDirectory.create();

    assertFalse(Files.exists(left));
    assertTrue(Files.isDirectory(own.path()));
  }

  @Test
  void linksAndFilesOfThatNameAreKept() throws IOException {
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("precious"), "kept");
    Path link = Files.createSymbolicLink(temporary.resolve(LEFT_OVER), elsewhere);
    Path file = Files.writeString(temporary.resolve(LEFT_OVER + "1"), "kept");

    RunDirectory.create();

    assertTrue(Files.isSymbolicLink(link));
    assertTrue(Files.exists(elsewhere.resolve("precious")));
    assertTrue(Files.exists(file));
  }

  @Test
  @EnabledIfSystemProperty(named = "user.name", matches = "root")
  void directoriesOfOtherUsersAreKeptByRootToo() throws IOException {
    Path theirs = Files.createDirectory(temporary.resolve(LEFT_OVER));
    Files.setOwner(
        theirs,
        theirs.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("daemon"));

    RunDirectory.create();

    assertTrue(Files.exists(theirs));
  }
}
