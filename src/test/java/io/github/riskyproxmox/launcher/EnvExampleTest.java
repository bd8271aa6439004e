package io.github.riskyproxmox.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.riskyproxmox.config.EnvFile;
import io.github.riskyproxmox.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EnvExampleTest {
  private static final Path EXAMPLE = Path.of(".env.example");

  @Test
  void itExplainsEverySettingAndRunningListsIt() throws Exception {
    String example = Files.readString(EXAMPLE);
    String running = Files.readString(Path.of("RUNNING.md"));
    for (String key : new TreeSet<>(Settings.KEYS)) {
      assertTrue(example.lines().anyMatch(line -> line.matches("#?" + key + "=.*")), key);
      assertTrue(running.contains("`" + key + "`"), key);
    }
  }

  @Test
  void noDocumentCopiesItSoThatOthersMayReadTheSecret() throws Exception {
    for (String document : List.of("README.md", "INSTALLING.md", "RUNNING.md", ".env.example")) {
      String text = Files.readString(Path.of(document));
      assertFalse(text.contains("cp .env.example"), document);
    }
  }

  @Test
  void withASecretFilledInItWorks() throws Exception {
    Map<String, String> values = new HashMap<>(EnvFile.read(EXAMPLE).values());
    values.put("PVE_TOKEN_SECRET", "6b1e0c9a-0000-0000-0000-000000000000");
    assertEquals("launcher@pve!agent", Settings.from(values).tokenId().toString());
  }
}
