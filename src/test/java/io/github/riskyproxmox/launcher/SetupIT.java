package io.github.riskyproxmox.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.support.PackagedAgent;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command of the packaged agent. SetupTest tests what it does. */
class SetupIT {
  private static final String FAKE = "/io/github/riskyproxmox/setup/fake-host";

  @Test
  void onAHostItSetsUpAsRootAndSaysThatItNeedsRoot(@TempDir Path directory) throws Exception {
    Path state = Files.createDirectory(directory.resolve("state"));
    for (String name : List.of("pveum", "pvesh", "systemctl")) {
      try (InputStream fake = Objects.requireNonNull(SetupIT.class.getResourceAsStream(FAKE))) {
        Files.copy(fake, directory.resolve(name));
      }
      Files.setPosixFilePermissions(
          directory.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Path unit = Files.createFile(state.resolve("no-unit"));
    assertTrue(Files.exists(unit));
    // No certificate is read then: only a Proxmox host has /etc/pve.
    Path settings = Files.writeString(directory.resolve("env"), "PVE_INSECURE_SSL=false\n");

    PackagedAgent.Exit exit =
        PackagedAgent.run(
            Map.of("PATH", directory + ":" + System.getenv("PATH")),
            "setup",
            "--yes",
            "--no-mappings",
            "--env-file",
            settings.toString());

    if (Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
      assertEquals(0, exit.status(), exit.toString());
      String written = Files.readString(settings);
      String secret = Files.readString(state.resolve("secrets")).strip();
      assertTrue(written.contains("PVE_TOKEN_SECRET=" + secret + "\n"), exit.toString());
      assertFalse(exit.toString().contains(secret), "the secret");
      assertTrue(exit.out().contains("done: pveum user add launcher@pve"), exit.out());
      assertTrue(exit.out().contains("LauncherStore"), exit.out());
      assertFalse(exit.out().contains("LauncherMappings"), exit.out());
    } else {
      assertEquals(2, exit.status(), exit.toString());
      assertEquals("Run it as root. Nothing was changed.\n", exit.out());
    }
  }

  @Test
  void elsewhereItPrintsTheLinesToRun() throws Exception {
    PackagedAgent.Exit exit = PackagedAgent.run(Map.of(), "setup", "--no-hibernate");

    assertEquals(1, exit.status(), exit.toString());
    assertTrue(exit.out().contains("pveum role add Launcher --privs \"VM.Audit VM.PowerMgmt\""));
    assertFalse(exit.out().contains("LauncherStore"), exit.out());
    assertTrue(exit.out().contains("PVE_TOKEN_SECRET"), exit.out());
  }
}
