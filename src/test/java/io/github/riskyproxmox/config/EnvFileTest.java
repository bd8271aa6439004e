package io.github.riskyproxmox.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvFileTest {
  @TempDir private Path directory;

  /** A line, and the value of KEY it gives. */
  static List<List<String>> values() {
    return List.of(
        List.of("KEY=value", "value"),
        List.of("KEY = value", "value"),
        List.of("  export KEY=value  ", "value"),
        List.of("export\tKEY=value\t", "value"),
        List.of("KEY=abc#x", "abc#x"),
        List.of("KEY=abc # x", "abc # x"),
        List.of("KEY=#abc", "#abc"),
        List.of("KEY=a$b${c}$(d)`e`", "a$b${c}$(d)`e`"),
        List.of("KEY=a=b==", "a=b=="),
        List.of("KEY=a\\nb\\", "a\\nb\\"),
        List.of("KEY=\"quoted\"", "quoted"),
        List.of("KEY='quoted'", "quoted"),
        List.of("KEY=\" blanks \"", " blanks "),
        List.of("KEY=\"$x#\\\"", "$x#\\"),
        List.of("KEY=\"a\"b\"", "a\"b"),
        List.of("KEY=\"half", "\"half"),
        List.of("KEY=half'", "half'"),
        List.of("KEY=\"mixed'", "\"mixed'"),
        List.of("KEY=\"", "\""),
        List.of("KEY=it's", "it's"),
        List.of("KEY=\"\"", ""),
        List.of("KEY=", ""),
        List.of("KEY=first\nKEY=last", "last"),
        List.of("KEY=ünïcode €", "ünïcode €"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void valuesAreNotInterpreted(List<String> lineAndValue) {
    assertEquals(Map.of("KEY", lineAndValue.get(1)), parsed(lineAndValue.get(0)).values());
  }

  @Test
  void aFileWithWindowsLineBreaksIsRead() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve(".env"),
            "\uFEFFPVE_HOST=pve.lan\r\n\r\n  # a comment\r\nPVE_TOKEN_SECRET='a#b$c'\r\n#END=1");

    assertEquals(
        Map.of("PVE_HOST", "pve.lan", "PVE_TOKEN_SECRET", "a#b$c"), EnvFile.read(file).values());
  }

  /** As PowerShell and Notepad write it. */
  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
  void utf16IsNamedAsSuchAndNothingElse(String charset) throws IOException {
    Path file = directory.resolve(".env");
    Files.write(file, "PVE_HOST=pve.lan\r\nSHUTDOWN_TIMEOUT=9\r\n".getBytes(charset));

    EnvFile read = EnvFile.read(file);

    assertEquals(1, read.problems().size(), read.problems().toString());
    assertTrue(read.problems().get(0).contains("UTF-16: save it as UTF-8"));
    assertEquals(Map.of("PVE_HOST", "pve.lan", "SHUTDOWN_TIMEOUT", "9"), read.values());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PVE_HOST=pve.lan # the big one",
        "PVE_HOST=\"pve.lan\"   # the big one",
        "export PVE_HOST='pve.lan' #the big one"
      })
  void aCommentBehindAValueIsRefusedWithItsCure(String line) {
    EnvFile file = parsed("# first\n" + line);

    assertEquals(
        List.of(
            "Line 2 of my.env has a comment behind the value of PVE_HOST: write the comment on a"
                + " line of its own."),
        file.problems());
    assertEquals(Map.of("PVE_HOST", "pve.lan"), file.values());
  }

  @Test
  void aHashWithoutABlankBelongsToTheValue() {
    EnvFile file = parsed("PVE_TOKEN_SECRET=a#b\nPVE_CA_FILE=\"/x # y\"");

    assertEquals(List.of(), file.problems());
    assertEquals(Map.of("PVE_TOKEN_SECRET", "a#b", "PVE_CA_FILE", "/x # y"), file.values());
  }

  @ParameterizedTest
  @CsvSource({
    "PVE_PORT, PVE_HOST=pve.lan:8006",
    "PVE_HOSTNAME, write PVE_HOST.",
    "PVE_TOKEN_VALUE, write PVE_TOKEN_SECRET.",
    "PVE_VERIFY_SSL, write the opposite in PVE_INSECURE_SSL."
  })
  void theNamesOfOtherProgramsLeadToTheRightSetting(String written, String remedy) {
    List<String> problems = parsed(written + "=1").problems();

    assertEquals(1, problems.size());
    assertTrue(problems.get(0).contains(remedy), problems.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PVE_FINGERPRINT AA:BB",
        "PVE_HOST",
        "=s3cret",
        "1KEY=s3cret",
        "A-B=s3cret",
        "export",
        "s3cret"
      })
  void aLineThatIsNoAssignmentIsReportedByNumberWithoutItsContent(String line) {
    EnvFile file = parsed("# first\n\nKEY=value\n  " + line + "\r\nlast=1");

    assertEquals(Map.of("KEY", "value", "last", "1"), file.values());
    assertEquals(
        List.of(
            "Line 4 of my.env is not an assignment: write KEY=value, or put # before a comment."),
        file.problems());
  }

  @ParameterizedTest
  @CsvSource({
    "PVE_FINGERPINT, PVE_FINGERPRINT",
    "PVE_FINGER_PRINT, PVE_FINGERPRINT",
    "pve_fingerprint, PVE_FINGERPRINT",
    "pve.fingerprint, PVE_FINGERPRINT",
    "PVEFINGERPRINT, PVE_FINGERPRINT",
    "PVE_TOKENID, PVE_TOKEN_ID",
    "SHUTDOWN_TIMEOUTS, SHUTDOWN_TIMEOUT",
    "ALOWED_HOST, ALLOWED_HOSTS"
  })
  void aMisspeltKeyIsReportedWithTheProbableSetting(String written, String meant) {
    assertEquals(
        List.of(written + " in my.env is not a setting: write " + meant + "."),
        parsed(written + "=s3cret").problems());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PVE_PASSWORD_OF_ROOT", "PVE_TOKEN"})
  void anUnknownKeyWithThePrefixIsReportedWithAllSettings(String key) {
    String problem = parsed(key + "=s3cret").problems().get(0);

    assertTrue(problem.startsWith(key + " in my.env is not a setting: "), problem);
    Settings.KEYS.forEach(known -> assertTrue(problem.contains(known), problem));
    assertFalse(problem.contains("s3cret"), problem);
  }

  @Test
  void settingsAndKeysOfOtherProgramsAreNotReported() {
    String all = String.join("=x\n", Settings.KEYS) + "=x\n";

    assertEquals(List.of(), parsed(all + "PATH=/bin\nJAVA_OPTS=-Xmx1g\nTZ=UTC\n").problems());
  }

  @Test
  void aFileThatOthersCanReadCausesAWarning() throws IOException {
    Path file = Files.writeString(directory.resolve(".env"), "");

    for (String permissions : List.of("rw-------", "r--r-----", "rw-rw----")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
      assertEquals(Optional.empty(), EnvFile.permissionWarning(file), permissions);
    }
    for (String permissions : List.of("rw-r--r--", "rw-----w-")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
      String warning = EnvFile.permissionWarning(file).orElseThrow();
      assertTrue(warning.contains(file.toString()), warning);
      assertTrue(warning.contains("chmod 600"), warning);
    }
    assertEquals(Optional.empty(), EnvFile.permissionWarning(directory.resolve("none")));
  }

  private static EnvFile parsed(String text) {
    return EnvFile.parse("my.env", text);
  }
}
