package io.github.riskyproxmox.config;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Extension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Fails the deployment if the settings are invalid, before any bean is created. Otherwise each bean
 * that uses them would report the same problems. Registered in META-INF/services.
 */
public class SettingsCheck implements Extension {
  /** Adds all problems to those of the deployment. */
  void check(@Observes AfterDeploymentValidation validation) {
    try {
      Settings.from(SettingsProducer.values(ConfigProvider.getConfig()), problemsOfTheFile());
    } catch (InvalidSettings | UncheckedIOException invalid) {
      validation.addDeploymentProblem(invalid);
    }
  }

  static List<String> problemsOfTheFile() {
    return file().map(EnvFile::problems).orElse(List.of());
  }

  /** Reads the file again, because MicroProfile Config has only its values. */
  static Optional<EnvFile> file() {
    Optional<Path> file = EnvFileConfigSource.file();
    try {
      return file.isPresent() ? Optional.of(EnvFile.read(file.get())) : Optional.empty();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(file.get() + " cannot be read.", unreadable);
    }
  }
}
