package io.github.riskyproxmox.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.support.Installation;
import io.github.riskyproxmox.support.PackagedAgent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptIT {

  @Test
  void aJavaThatIsTooOldIsSaidInOneSentence(@TempDir Path directory) throws Exception {
    Path java = Files.createDirectories(directory.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nexit 1\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(directory.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
    PackagedAgent.Exit exit =
        PackagedAgent.run(Map.of("JAVA_HOME", directory.toString()), "--version");
    assertEquals(2, exit.status());
    assertEquals(1, exit.err().lines().count(), exit.err());
    assertTrue(exit.err().contains("11.0.2"), exit.err());
  }

  @Test
  void aJavaHomeWithoutJavaIsSaidInOneSentence(@TempDir Path directory) throws Exception {
    PackagedAgent.Exit exit =
        PackagedAgent.run(Map.of("JAVA_HOME", directory.toString()), "--version");
    assertEquals(2, exit.status());
    assertEquals(1, exit.err().lines().count(), exit.err());
  }

  @Test
  void theExampleOfSettingsIsItsOwnersAloneBecauseCopiesKeepItsMode() throws Exception {
    Path example = Installation.HOME.resolve(".env.example");
    assertEquals(
        PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(example));
  }

  @Test
  void anInstallationMayLieAnywhere(@TempDir Path directory) throws Exception {
    Path home = copyTo(directory.resolve("my installation+ü"));
    try (PackagedAgent agent = PackagedAgent.start(home, Map.of(), "--demo")) {
      assertTrue(agent.awaitOutput("ready at", Duration.ZERO));
    }
  }

  @Test
  void anInstallationWithoutTheApplicationIsSaidInOneSentence(@TempDir Path directory)
      throws Exception {
    Path home = copyTo(directory.resolve("in part"));
    Files.move(home.resolve("lib/application"), directory.resolve("forgotten"));
    Process process =
        new ProcessBuilder(home.resolve("bin/risky-proxmox-agent").toString(), "--demo")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(2, process.waitFor(), said);
    assertEquals(1, said.lines().count(), said);
    assertTrue(said.contains("lib/application") && said.contains("INSTALLING.md"), said);
  }

  private static Path copyTo(Path home) throws Exception {
    Process copying =
        new ProcessBuilder("cp", "-a", Installation.HOME.toString(), home.toString()).start();
    assertEquals(0, copying.waitFor());
    return home;
  }

  @Test
  void itFindsItsFilesThroughASymbolicLinkAndFromTheCheckout(@TempDir Path directory)
      throws Exception {
    for (String script :
        new String[] {
          "launcher/risky-proxmox-agent", "target/dist/risky-proxmox-agent/bin/risky-proxmox-agent"
        }) {
      Path link = directory.resolve("link");
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, Path.of(script).toAbsolutePath());
      Process process =
          new ProcessBuilder(link.toString(), "--version").directory(directory.toFile()).start();
      assertEquals(0, process.waitFor(), script);
    }
  }
}
