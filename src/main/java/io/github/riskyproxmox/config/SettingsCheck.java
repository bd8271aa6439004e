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
 * Fails the deployment where the settings cannot be used, before any bean is made: later the same
 * problems would come up once for each bean that wants them. Found by META-INF/services.
 */
public class SettingsCheck implements Extension {
  /** Adds the problems, all of them, to those of the deployment. */
  void check(@Observes AfterDeploymentValidation validation) {
    try {
      Settings.from(SettingsProducer.values(ConfigProvider.getConfig()), problemsOfTheFile());
    } catch (InvalidSettings | UncheckedIOException invalid) {
      validation.addDeploymentProblem(invalid);
    }
  }

  /** MicroProfile Config has only the values, so the file is read once more. */
  static List<String> problemsOfTheFile() {
    Optional<Path> file = EnvFileConfigSource.file();
    try {
      return file.isPresent() ? EnvFile.read(file.get()).problems() : List.of();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(file.get() + " cannot be read.", unreadable);
    }
  }
}
