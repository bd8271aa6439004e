package io.github.riskyproxmox.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsProducerTest {
  private static final String FILE =
      """
      PVE_HOST=pve.lan
      PVE_TOKEN_ID=launcher@pve!agent
      PVE_TOKEN_SECRET=a#b$c${PVE_HOST}d\\e
      """;

  @TempDir private Path directory;

  @AfterEach
  void clearFileProperty() {
    System.clearProperty(EnvFileConfigSource.FILE_PROPERTY);
  }

  @Test
  void theEnvFileIsReadThroughMicroProfileConfigCharacterByCharacter() throws IOException {
    Settings settings = Settings.from(SettingsProducer.values(config(FILE, Map.of())));

    assertEquals("a#b$c${PVE_HOST}d\\e", settings.tokenSecret().reveal());
    assertEquals("pve.lan", settings.host().host());
  }

  @Test
  void eachValueHasBothNames() throws IOException {
    Config config = config(FILE, Map.of());

    assertEquals("pve.lan", config.getValue("PVE_HOST", String.class));
    assertEquals("pve.lan", config.getValue("pve.host", String.class));
  }

  @Test
  void theEnvironmentTakesPrecedenceOverTheFile() throws IOException {
    Config config = config(FILE, Map.of("PVE_HOST", "other.lan"));

    assertEquals("other.lan", Settings.from(SettingsProducer.values(config)).host().host());
  }

  @Test
  void aConfiguredFileThatIsMissingIsAnError() {
    System.setProperty(EnvFileConfigSource.FILE_PROPERTY, directory.resolve("none").toString());

    assertThrows(java.io.UncheckedIOException.class, EnvFileConfigSource::new);
  }

  @Test
  void problemsOfFileAndValuesFailTheDeploymentTogether() throws IOException {
    Config config = config("PVE_FINGERPRINT AA:BB\nPVE_TOKEN_SECRT=x\n", Map.of());

    InvalidSettings invalid =
        assertThrows(
            InvalidSettings.class,
            () ->
                Settings.from(SettingsProducer.values(config), SettingsCheck.problemsOfTheFile()));

    assertEquals(5, invalid.problems().size(), invalid.getMessage());
    assertTrue(invalid.problems().get(0).startsWith("Line 1 of "), invalid.getMessage());
    assertTrue(invalid.problems().get(1).startsWith("PVE_TOKEN_SECRT in "), invalid.getMessage());
  }

  @Test
  void environmentVariablesThatResembleASettingCauseAWarning() {
    assertEquals(
        List.of("PVE_FINGERPINT in the environment is not a setting: write PVE_FINGERPRINT."),
        SettingsProducer.unknown(Set.of("PATH", "PVE_HOST", "PVE_FINGERPINT", "HOME")));
  }

  @Test
  void theEnvFileOfTheRustProgramStartsThisAgent() throws IOException {
    Config config =
        config(
            """
            PVE_HOST="https://proxmox.example.com:8006"
            PVE_TOKEN_ID='root@pam!token-id'
            PVE_TOKEN_SECRET=5b1c0000-0000-0000-0000-000000000000
            PVE_INSECURE_SSL=yes
            PVE_FALLBACK_VM=kiosk
            REMOTE_LOG_UPLOAD_URL=https://log.example.com
            REMOTE_LOG_AUTHORIZATION_SECRET=s3cret
            REMOTE_LOG_MAX_PENDING_BYTES=1
            REMOTE_LOG_MAX_UPLOAD_BYTES=1
            REMOTE_LOG_UPLOAD_DELAY_SECS=0.5
            RUST_LOG=info
            """,
            Map.of());
    EnvFile file = SettingsCheck.file().orElseThrow();

    assertEquals(List.of(), file.problems());
    Settings settings = Settings.from(SettingsProducer.values(config), file.problems());
    assertEquals("kiosk", settings.fallbackVm().orElseThrow().value());
    assertEquals(new CertificateTrust.Anything(), settings.trust());
    assertEquals(
        List.of(
            "The agent ignores REMOTE_LOG_AUTHORIZATION_SECRET, REMOTE_LOG_MAX_PENDING_BYTES,"
                + " REMOTE_LOG_MAX_UPLOAD_BYTES, REMOTE_LOG_UPLOAD_DELAY_SECS,"
                + " REMOTE_LOG_UPLOAD_URL in my.env: the log goes to standard error and so to"
                + " journald; systemd-journal-upload sends it to another machine.",
            "The agent ignores RUST_LOG in my.env: the log has only one level."),
        ReplacedKey.warnings(file.values().keySet(), "my.env"));
  }

  @Test
  void variablesOfTheRustProgramInTheEnvironmentCauseAWarning() {
    assertEquals(
        List.of(
            "The agent ignores REMOTE_LOG_UPLOAD_URL in the environment: the log goes to standard"
                + " error and so to journald; systemd-journal-upload sends it to another machine."),
        SettingsProducer.unknown(Set.of("REMOTE_LOG_UPLOAD_URL", "PVE_FALLBACK_VM")));
  }

  /** The file's source and, above it, one with the ordinal of the environment. */
  private Config config(String file, Map<String, String> environment) throws IOException {
    System.setProperty(
        EnvFileConfigSource.FILE_PROPERTY,
        Files.writeString(directory.resolve(".env"), file).toString());
    return new SmallRyeConfigBuilder()
        .withSources(new EnvFileConfigSource(), new PropertiesConfigSource(environment, "env", 300))
        .build();
  }
}
