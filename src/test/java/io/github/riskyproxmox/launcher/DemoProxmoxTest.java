package io.github.riskyproxmox.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.riskyproxmox.config.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DemoProxmoxTest {
  private final Properties before = new Properties();

  @BeforeEach
  void rememberTheProperties() {
    before.putAll(System.getProperties());
  }

  @AfterEach
  void restoreTheProperties() {
    System.setProperties(before);
  }

  @Test
  void nothingTheEnvironmentSaysOfARealProxmoxIsUsed() throws Exception {
    Map<String, String> values = new HashMap<>();
    Settings.KEYS.forEach(key -> values.put(key, "nonsense of the environment"));
    values.put("ALLOWED_HOSTS", "demo.example.org");
    values.put("BASE_PATH", "/vms");
    values.put("FRAME_ANCESTORS", "https://ha.lan");

    DemoProxmox demo = DemoProxmox.start(values);
    Settings.KEYS.forEach(key -> values.put(key, System.getProperty(key, values.get(key))));
    Settings settings = Settings.from(values);

    assertEquals("127.0.0.1", settings.host().host());
    assertEquals(Optional.empty(), settings.node());
    assertEquals(Duration.ofMinutes(3), settings.shutdownTimeout());
    assertEquals(Set.of("demo.example.org"), settings.allowedHosts());
    assertEquals("/vms", settings.basePath().value());
    assertEquals(List.of("https://ha.lan"), settings.frameAncestors().origins());
    assertEquals(settings, demo.settings());
  }

  @Test
  void wrongHostNamesAreRefusedBeforeTheStart() {
    StartFailure refused =
        assertThrows(
            StartFailure.class, () -> DemoProxmox.start(Map.of("ALLOWED_HOSTS", "https://x")));

    assertEquals(1, refused.problems().size(), refused.getMessage());
  }
}
