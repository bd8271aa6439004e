package io.github.riskyproxmox.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileCheckTest {
  @TempDir private Path directory;

  @Test
  void aSecretFileThatOthersCanReadCausesAWarning() throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), "x");
    Map<String, String> values = Map.of("PVE_TOKEN_SECRET_FILE", file.toString());

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertTrue(SecretFileCheck.warning(values).orElse("").contains(file.toString()));

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertEquals(Optional.empty(), SecretFileCheck.warning(values));
    assertEquals(Optional.empty(), SecretFileCheck.warning(Map.of()));
  }
}
