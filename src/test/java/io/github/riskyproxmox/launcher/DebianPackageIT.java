package io.github.riskyproxmox.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the Debian package contains, as dpkg sees it. script/package-test installs it. */
class DebianPackageIT {
  @Test
  void everyFileHasTheOwnerModeAndTimeThatItShouldHave() throws Exception {
    List<String> lines = dpkg("--contents", deb().toString()).lines().toList();

    for (String line : lines) {
      assertTrue(line.contains(" root/root "), line);
      assertTrue(line.contains(" 2026-11-28 00:00 "), line);
    }
    assertMode(lines, "-rw-------", "./etc/risky-proxmox-agent/env");
    assertMode(lines, "-rwxr-xr-x", "./usr/share/risky-proxmox-agent/bin/risky-proxmox-agent");
    assertMode(lines, "-rw-r--r--", "./usr/share/risky-proxmox-agent/lib/launcher.jar");
    assertMode(lines, "-rw-r--r--", "./usr/lib/systemd/system/risky-proxmox-agent.service");
    assertMode(lines, "drwxr-xr-x", "./var/cache/risky-proxmox-agent/");
    assertTrue(lines.stream().noneMatch(line -> line.contains("classes.archive")));
  }

  /** In the order of a directory, the package would differ from machine to machine. */
  @Test
  void filesAreInAnOrderThatDoesNotDependOnTheMachine() throws Exception {
    List<String> jars =
        dpkg("--contents", deb().toString())
            .lines()
            .map(line -> line.replaceFirst(".* \\./", "./"))
            .filter(path -> path.matches("\\./usr/share/risky-proxmox-agent/lib/payara/.*\\.jar"))
            .toList();

    assertTrue(jars.size() > 100, jars.toString());
    assertEquals(jars.stream().sorted().toList(), jars);
  }

  @Test
  void theSettingsAreAConffileAndJavaIsADependency(@TempDir Path directory) throws Exception {
    String unused = dpkg("--control", deb().toString(), directory.toString());

    assertEquals(
        "/etc/risky-proxmox-agent/env\n", Files.readString(directory.resolve("conffiles")));
    String control = Files.readString(directory.resolve("control"));
    assertTrue(
        control.contains("Depends: default-jre-headless (>= 2:1.21) | java21-runtime-headless,"),
        control);
    for (String script : List.of("postinst", "prerm", "postrm")) {
      run("sh", "-n", directory.resolve(script).toString());
      assertTrue(Files.isExecutable(directory.resolve(script)), script);
    }
  }

  @Test
  void theUnitStartsWhatThePackageInstalls(@TempDir Path directory) throws Exception {
    String unused = dpkg("--extract", deb().toString(), directory.toString());

    String unit =
        Files.readString(directory.resolve("usr/lib/systemd/system/risky-proxmox-agent.service"));
    assertTrue(unit.contains("\nExecStart=/usr/bin/risky-proxmox-agent --env-file "), unit);
    assertTrue(!unit.contains("/opt/"), unit);
    assertEquals(
        Path.of("../share/risky-proxmox-agent/bin/risky-proxmox-agent"),
        Files.readSymbolicLink(directory.resolve("usr/bin/risky-proxmox-agent")));
    assertEquals(
        "risky-proxmox-agent 1.0.0\n",
        run(directory.resolve("usr/bin/risky-proxmox-agent").toString(), "--version"));
  }

  private static void assertMode(List<String> lines, String mode, String path) {
    assertTrue(
        lines.stream().anyMatch(line -> line.startsWith(mode) && line.endsWith(" " + path)), path);
  }

  private static Path deb() throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(Path.of("target"), "*.deb")) {
      List<Path> all = new ArrayList<>();
      found.forEach(all::add);
      assertEquals(1, all.size(), all.toString());
      return all.get(0);
    }
  }

  private static String dpkg(String... arguments) throws Exception {
    return run(Stream.concat(Stream.of("dpkg-deb"), Stream.of(arguments)).toArray(String[]::new));
  }

  private static String run(String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("TZ", "UTC");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }
}
