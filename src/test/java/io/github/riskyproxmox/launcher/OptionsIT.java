package io.github.riskyproxmox.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.support.FreePorts;
import io.github.riskyproxmox.support.PackagedAgent;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsIT {

  @Test
  void helpNamesEveryOptionAndExitsWell() throws Exception {
    PackagedAgent.Exit exit = PackagedAgent.run(Map.of(), "--help");
    assertEquals(0, exit.status());
    for (String option :
        List.of(
            "--bind",
            "--port",
            "--env-file",
            "--state-dir",
            "--demo",
            "--prepare",
            "--help",
            "--version")) {
      assertTrue(exit.out().contains(option), option);
    }
  }

  @Test
  void versionIsThatOfTheBuild() throws Exception {
    PackagedAgent.Exit exit = PackagedAgent.run(Map.of(), "--version");
    assertEquals(0, exit.status());
    assertTrue(exit.out().matches("risky-proxmox-agent \\d+\\.\\d+\\.\\d+\\S*\\n"), exit.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--bind=192.0.2.1",
        "--bind=999.1.1.1",
        "--bind=2001:db8::1",
        "--bind=",
        "--port=0",
        "--port=65536",
        "--port=http",
        "--nonsense",
        "extra",
        "--env-file=/nonexistent/env",
        "--env-file=/"
      })
  void wrongOptionsAreReportedInOneLineWithStatus2(String option) throws Exception {
    PackagedAgent.Exit exit = PackagedAgent.run(Map.of(), option);
    assertEquals(2, exit.status(), exit.err());
    assertEquals("", exit.out());
    assertEquals(1, exit.err().lines().count(), exit.err());
    assertTrue(exit.err().startsWith("risky-proxmox-agent: "), exit.err());
  }

  @Test
  void aHostNameWithoutAnAddressIsReported(@TempDir Path directory) throws Exception {
    Path hosts = Files.createFile(directory.resolve("hosts"));
    Map<String, String> nameless = Map.of("JAVA_OPTS", "-Djdk.net.hosts.file=" + hosts);
    PackagedAgent.Exit exit = PackagedAgent.run(nameless, "--demo");
    assertEquals(2, exit.status(), exit.err());
    assertEquals(1, exit.err().lines().count(), exit.err());
    assertTrue(exit.err().contains("\"127.0.1.1 "), exit.err());
    assertTrue(exit.err().contains("/etc/hosts"), exit.err());
  }

  @Test
  void missingSettingsAreAllNamedAtOnceWithStatus2() throws Exception {
    PackagedAgent.Exit exit = PackagedAgent.run(Map.of("SHUTDOWN_TIMEOUT", "soon"));
    assertEquals(2, exit.status(), exit.err());
    for (String key : List.of("PVE_HOST", "PVE_TOKEN_ID", "PVE_TOKEN_SECRET", "SHUTDOWN_TIMEOUT")) {
      assertTrue(
          exit.err().lines().anyMatch(line -> line.startsWith("risky-proxmox-agent: " + key)),
          exit.err());
    }
    assertEquals(4, exit.err().lines().count(), exit.err());
  }

  @Test
  void wrongLinesOfTheEnvFileAreReportedWithoutTheirValues(@TempDir Path directory)
      throws Exception {
    Path file = directory.resolve("my.env");
    Files.writeString(file, "PVE_HOST=pve.lan\nPVE_FINGERPRINT s3cret\nPVE_TOKEN_SECRT=s3cret\n");
    PackagedAgent.Exit exit = PackagedAgent.run(Map.of(), "--env-file", file.toString());
    assertEquals(2, exit.status(), exit.err());
    for (String beginning :
        List.of("Line 2 of " + file, "PVE_TOKEN_SECRT in " + file, "PVE_TOKEN_ID", "PVE_TOKEN_S")) {
      assertTrue(
          exit.err().lines().anyMatch(line -> line.startsWith("risky-proxmox-agent: " + beginning)),
          exit.err());
    }
    assertEquals(4, exit.err().lines().count(), exit.err());
    assertFalse(exit.err().contains("s3cret"), exit.err());
  }

  @Test
  void theDemoReportsAWrongSettingBeforeItListens() throws Exception {
    PackagedAgent.Exit exit =
        PackagedAgent.run(
            Map.of("ALLOWED_HOSTS", "https://x", "SHUTDOWN_TIMEOUT", "soon"),
            "--demo",
            "--port",
            Integer.toString(FreePorts.next()));
    assertEquals(2, exit.status(), exit.err());
    assertEquals(1, exit.err().lines().count(), exit.err());
    assertTrue(exit.err().contains("ALLOWED_HOSTS"), exit.err());
  }

  @Test
  void aPortInUseIsReportedInOneLineWithStatus2() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      PackagedAgent.Exit exit = PackagedAgent.run(Map.of(), "--bind", "127.0.0.1", "--port", port);
      assertEquals(2, exit.status(), exit.err());
      assertEquals(1, exit.err().lines().count(), exit.err());
      assertTrue(exit.err().contains(port), exit.err());
    }
  }
}
