package io.github.riskyproxmox.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.support.PackagedAgent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which Java the launcher script and the scripts for developers choose, on a machine made of shell
 * scripts that stand for Java.
 */
class FindJavaTest {
  private static final String JVM_DIRECTORY = "/usr/lib/jvm";
  private static final String NEED_JDK =
      ". script/tools.sh; jvm_directory=$1; need_jdk; echo \"$JAVA_HOME\"";

  @TempDir private Path machine;
  private Path jvms;
  private Path path;

  @BeforeEach
  void aMachineWithoutJava() throws IOException {
    jvms = Files.createDirectories(machine.resolve("jvm"));
    path = Files.createDirectories(machine.resolve("path"));
    for (String tool :
        "sh dirname basename readlink sed head sort cut stat cksum tr touch rm mkdir"
            .split(" ", -1)) {
      Path found =
          Arrays.stream(new String[] {"/usr/bin", "/bin"})
              .map(directory -> Path.of(directory, tool))
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow(() -> new AssertionError("This machine has no " + tool));
      Files.createSymbolicLink(path.resolve(tool), found);
    }
    script(path.resolve("id"), "echo 1000");
  }

  @Test
  void theLauncherTakesJavaHomeBeforeAnyNewerJava() throws Exception {
    onPath(jdk("25", "25.0.5"));
    Path home = jdk("21", "21.0.11");
    assertStarts(home, launcher(Map.of("JAVA_HOME", home.toString())));
  }

  @Test
  void theLauncherTakesThePathsJavaIfItIsNewEnough() throws Exception {
    jdk("25", "25.0.5");
    Path onPath = jdk("21", "21.0.11");
    onPath(onPath);
    assertStarts(onPath, launcher(Map.of()));
  }

  @Test
  void theLauncherTakesTheNewestLtsReleaseWhereThePathsJavaIsTooOld() throws Exception {
    onPath(jdk("17", "17.0.15"));
    jdk("21", "21.0.11");
    Path newestLts = jdk("25", "25.0.5");
    jdk("26", "26");
    assertStarts(newestLts, launcher(Map.of()));
  }

  @Test
  void theLauncherAsksAJavaWithoutAReleaseFileForItsVersion() throws Exception {
    Path home = jvms.resolve("unnamed");
    script(
        home.resolve("bin/java"),
        "[ \"$1\" = -version ] && echo 'openjdk version \"21.0.11\" 2026-04-21' >&2 || echo "
            + home);
    assertStarts(home, launcher(Map.of()));
  }

  @Test
  void theLauncherNamesAJavaHomeThatIsTooOldAndDoesNotTakeAnother() throws Exception {
    jdk("25", "25.0.5");
    Path old = jdk("17", "17.0.15");
    PackagedAgent.Exit exit = launcher(Map.of("JAVA_HOME", old.toString()));
    assertEquals(2, exit.status());
    assertSaysOnce(exit, old.toString(), "17.0.15", "21");
  }

  @Test
  void theLauncherSaysWhatIsMissingWhereThereIsNoJava() throws Exception {
    onPath(jdk("17", "17.0.15"));
    PackagedAgent.Exit exit = launcher(Map.of());
    assertEquals(2, exit.status());
    assertSaysOnce(exit, "Java 21", "openjdk-25-jre-headless", "JAVA_HOME");
  }

  @Test
  void aScriptTakesJavaHomeBeforeAnyNewerJdk() throws Exception {
    onPath(jdk("25", "25.0.5"));
    Path home = jdk("21", "21.0.11");
    assertFinds(home, needJdk(Map.of("JAVA_HOME", home.toString())));
  }

  @Test
  void aScriptNamesAJavaHomeThatIsTooOldAndTakesAnother() throws Exception {
    Path old = jdk("17", "17.0.15");
    Path other = jdk("25", "25.0.5");
    PackagedAgent.Exit exit = needJdk(Map.of("JAVA_HOME", old.toString()));
    assertEquals(other + "\n", exit.out());
    assertSaysOnce(exit, old.toString(), "JDK 21", other.toString());
  }

  @Test
  void aScriptTakesThePathsJdkIfItIsNewEnough() throws Exception {
    jdk("25", "25.0.5");
    Path onPath = jdk("21", "21.0.11");
    onPath(onPath);
    assertFinds(onPath, needJdk(Map.of()));
  }

  @Test
  void aScriptTakesTheNewestLtsJdkWhereThePathsIsTooOld() throws Exception {
    onPath(jdk("17", "17.0.15"));
    jdk("21", "21.0.11");
    Path newestLts = jdk("25", "25.0.5");
    jdk("26", "26");
    Files.delete(jdk("29", "29.0.1").resolve("bin/javac"));
    assertFinds(newestLts, needJdk(Map.of()));
  }

  @Test
  void aScriptSaysWhatIsMissingToWhoMayNotInstallIt() throws Exception {
    onPath(jdk("17", "17.0.15"));
    offerPackages("openjdk-25-jdk-headless");
    assertSaysWhereToGetAJdk(needJdk(Map.of()));
  }

  @Test
  void aScriptInstallsTheNewestLtsJdkForRoot() throws Exception {
    onPath(jdk("17", "17.0.15"));
    script(path.resolve("id"), "echo 0");
    offerPackages("openjdk-25-jdk-headless", "openjdk-21-jdk-headless");
    PackagedAgent.Exit exit = needJdk(Map.of());
    assertEquals(jvms.resolve("openjdk-25-jdk-headless") + "\n", exit.out(), exit.err());
  }

  @Test
  void aScriptInstallsNothingWhereTheSystemOffersOnlyOlderJdks() throws Exception {
    onPath(jdk("17", "17.0.15"));
    script(path.resolve("id"), "echo 0");
    offerPackages("openjdk-17-jdk-headless");
    assertSaysWhereToGetAJdk(needJdk(Map.of()));
  }

  private static void assertStarts(Path home, PackagedAgent.Exit exit) {
    assertEquals(0, exit.status(), exit.err());
    assertEquals(home + "\n", exit.out(), exit.err());
  }

  private static void assertFinds(Path home, PackagedAgent.Exit exit) {
    assertEquals(0, exit.status(), exit.err());
    assertEquals(home + "\n", exit.out());
    assertEquals("", exit.err());
  }

  private static void assertSaysWhereToGetAJdk(PackagedAgent.Exit exit) {
    assertEquals(2, exit.status(), exit.out());
    assertSaysOnce(exit, "JDK 21", "Debian 13", "openjdk-25-jdk-headless", "Debian 12");
  }

  private static void assertSaysOnce(PackagedAgent.Exit exit, String... words) {
    assertEquals(1, exit.err().lines().count(), exit.err());
    for (String word : words) {
      assertTrue(exit.err().contains(word), exit.err());
    }
  }

  /** A JDK in the directory of JDKs whose java prints where it lies. */
  private Path jdk(String name, String version) throws IOException {
    Path home = jvms.resolve(name);
    script(home.resolve("bin/java"), "echo " + home);
    script(home.resolve("bin/javac"), "echo javac " + version);
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private void onPath(Path jdk) throws IOException {
    for (String command : List.of("java", "javac")) {
      Files.createSymbolicLink(path.resolve(command), jdk.resolve("bin").resolve(command));
    }
  }

  /** What apt-get can install; an installed package is a JDK 25 of the package's name. */
  private void offerPackages(String... names) throws IOException {
    script(
        path.resolve("apt-cache"),
        "case $2 in " + String.join("|", names) + ") exit 0 ;; esac; exit 100");
    script(
        path.resolve("apt-get"),
        """
        for package in "$@"; do :; done
        [ "$1" = install ] || exit 0
        mkdir -p "%1$s/$package/bin"
        echo 'JAVA_VERSION="25.0.5"' >"%1$s/$package/release"
        printf '#!/bin/sh\\n' >"%1$s/$package/bin/javac"
        chmod +x "%1$s/$package/bin/javac"
        """
            .formatted(jvms));
    Files.createSymbolicLink(path.resolve("chmod"), Path.of("/bin/chmod"));
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.deleteIfExists(file);
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Starts the launcher script in an installation that consists of little else. */
  private PackagedAgent.Exit launcher(Map<String, String> environment) throws Exception {
    String text = Files.readString(Path.of("launcher/risky-proxmox-agent"));
    assertTrue(text.contains(JVM_DIRECTORY), text);
    Path home = machine.resolve("home");
    Files.createDirectories(home.resolve("lib"));
    Files.writeString(home.resolve("lib/launcher.jar"), "");
    Path script = Files.createDirectories(home.resolve("bin")).resolve("risky-proxmox-agent");
    Files.writeString(script, text.replace(JVM_DIRECTORY, jvms.toString()));
    return run(environment, "sh", script.toString());
  }

  private PackagedAgent.Exit needJdk(Map<String, String> environment) throws Exception {
    return run(environment, "sh", "-euc", NEED_JDK, "demo", jvms.toString());
  }

  private PackagedAgent.Exit run(Map<String, String> environment, String... command)
      throws Exception {
    Map<String, String> all = new HashMap<>(environment);
    all.put("PATH", path.toString());
    all.put("HOME", machine.toString());
    Path out = machine.resolve("out");
    Path err = machine.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(all);
    int status = builder.start().waitFor();
    return new PackagedAgent.Exit(
        status,
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
