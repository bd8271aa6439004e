package io.github.riskyproxmox.config;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Reads the settings from MicroProfile Config once and provides them as a bean. */
@ApplicationScoped
public class SettingsProducer {
  private static final Logger LOG = Logger.getLogger(SettingsProducer.class.getName());

  private static final String ENVIRONMENT = "the environment";

  private final Settings settings;

  /**
   * Reads the settings.
   *
   * @throws InvalidSettings naming every problem
   */
  public SettingsProducer() {
    this.settings = Settings.from(values(ConfigProvider.getConfig()));
  }

  /** The checked settings. */
  @Produces
  @Singleton
  public Settings settings() {
    return settings;
  }

  /** Logs which Proxmox and token are used, and warnings. */
  void start(@Observes @Initialized(ApplicationScoped.class) Object started) {
    EnvFileConfigSource.file().flatMap(EnvFile::permissionWarning).ifPresent(LOG::warning);
    SettingsCheck.file()
        .map(file -> ReplacedKey.warnings(file.values().keySet(), file.name()))
        .ifPresent(warnings -> warnings.forEach(LOG::warning));
    unknown(System.getenv().keySet()).forEach(LOG::warning);
    LOG.info(() -> "Using Proxmox at " + settings.host() + " as " + settings.tokenId() + ".");
  }

  /** Only warnings, because such environment variables may belong to another program. */
  static List<String> unknown(Set<String> environment) {
    Stream<String> misspelt =
        environment.stream()
            .sorted()
            .map(MisspeltKey::find)
            .flatMap(Optional::stream)
            .map(key -> key.sentence(ENVIRONMENT));
    return Stream.concat(misspelt, ReplacedKey.warnings(environment, ENVIRONMENT).stream())
        .toList();
  }

  /** The raw values, without expansion, because a secret may look like an expression. */
  static Map<String, String> values(Config config) {
    Map<String, String> values = new HashMap<>();
    for (String key : Settings.KEYS) {
      String raw = config.getConfigValue(key).getRawValue();
      if (raw != null) {
        values.put(key, raw);
      }
    }
    return values;
  }
}
