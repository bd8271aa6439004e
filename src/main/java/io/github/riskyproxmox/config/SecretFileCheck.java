package io.github.riskyproxmox.config;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.ConfigProvider;

/** Warns at startup if other users can read the file with the secret. */
@ApplicationScoped
public class SecretFileCheck {
  private static final Logger LOG = Logger.getLogger(SecretFileCheck.class.getName());

  void start(@Observes @Initialized(ApplicationScoped.class) Object started) {
    warning(SettingsProducer.values(ConfigProvider.getConfig())).ifPresent(LOG::warning);
  }

  static Optional<String> warning(Map<String, String> values) {
    return SettingsReader.given(values, "PVE_TOKEN_SECRET_FILE")
        .map(Path::of)
        .flatMap(EnvFile::permissionWarning);
  }
}
