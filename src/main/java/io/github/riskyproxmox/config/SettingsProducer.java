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
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Reads the settings from MicroProfile Config, once, and offers them to all. */
@ApplicationScoped
public class SettingsProducer {
  private static final Logger LOG = Logger.getLogger(SettingsProducer.class.getName());

  private final Settings settings;

  /**
   * Reads them.
   *
   * @throws InvalidSettings naming every problem
   */
  public SettingsProducer() {
    this.settings = Settings.from(values(ConfigProvider.getConfig()));
  }

  /** The settings, checked. */
  @Produces
  @Singleton
  public Settings settings() {
    return settings;
  }

  /** Says at the start of the application what is used, and warns of what is unsafe. */
  void start(@Observes @Initialized(ApplicationScoped.class) Object started) {
    EnvFileConfigSource.file().flatMap(EnvFile::permissionWarning).ifPresent(LOG::warning);
    unknown(System.getenv().keySet()).forEach(LOG::warning);
    LOG.info(() -> "Using Proxmox at " + settings.host() + " as " + settings.tokenId() + ".");
  }

  /** Others may mean theirs by such names in the environment: a reason to warn, not to refuse. */
  static List<String> unknown(Set<String> environment) {
    return environment.stream()
        .sorted()
        .map(MisspeltKey::find)
        .flatMap(Optional::stream)
        .map(misspelt -> misspelt.sentence("the environment"))
        .toList();
  }

  /** The raw values: what looks like an expression may be part of a secret. */
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
