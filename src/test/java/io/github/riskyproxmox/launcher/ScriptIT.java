package io.github.riskyproxmox.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.support.AgentApi;
import io.github.riskyproxmox.support.FreePorts;
import io.github.riskyproxmox.support.Installation;
import io.github.riskyproxmox.support.PackagedAgent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
    Path home = Installation.copyTo(directory.resolve("my installation+ü"));
    try (PackagedAgent agent = PackagedAgent.start(home, Map.of(), "--demo")) {
      assertEquals(200, new AgentApi(agent).get("").statusCode());
    }
  }

  @Test
  void anInstallationWithoutTheApplicationIsSaidInOneSentence(@TempDir Path directory)
      throws Exception {
    Path home = Installation.copyTo(directory.resolve("in part"));
    Files.move(home.resolve("lib/application"), directory.resolve("forgotten"));
    PackagedAgent.Exit exit =
        PackagedAgent.run(home, Map.of(), "--demo", "--port", Integer.toString(FreePorts.next()));
    assertEquals(2, exit.status(), exit.err());
    assertEquals(1, exit.err().lines().count(), exit.err());
    assertTrue(exit.err().contains("lib/application"), exit.err());
    assertTrue(exit.err().contains("INSTALLING.md"), exit.err());
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
