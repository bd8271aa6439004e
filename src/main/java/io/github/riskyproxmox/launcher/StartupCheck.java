package io.github.riskyproxmox.launcher;

import io.github.riskyproxmox.config.EnvFile;
import io.github.riskyproxmox.config.EnvFileConfigSource;
import io.github.riskyproxmox.config.InvalidSettings;
import io.github.riskyproxmox.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks the settings as the application reads them, before anything listens. */
final class StartupCheck {
  private StartupCheck() {}

  /**
   * Reads and checks all settings, and sets the system property that names their file.
   *
   * @param environment takes precedence over the file
   * @param given the value of --env-file
   * @throws StartFailure with every problem
   */
  static Settings check(Map<String, String> environment, Optional<Path> given) throws StartFailure {
    given.ifPresent(
        file ->
            System.setProperty(
                EnvFileConfigSource.FILE_PROPERTY, file.toAbsolutePath().toString()));
    Optional<Path> file = EnvFileConfigSource.file();
    Map<String, String> values = new HashMap<>();
    List<String> problems = new ArrayList<>();
    if (file.isPresent()) {
      EnvFile read = read(file.get());
      values.putAll(read.values());
      problems.addAll(read.problems());
    }
    values.putAll(environment);
    try {
      return Settings.from(values, problems);
    } catch (InvalidSettings invalid) {
      throw new StartFailure(invalid.problems());
    }
  }

  private static EnvFile read(Path file) throws StartFailure {
    if (Files.isDirectory(file)) {
      throw new StartFailure(file + " is a directory; --env-file takes a file.");
    }
    try {
      return EnvFile.read(file);
    } catch (IOException unreadable) {
      throw new StartFailure(
          file
              + (Files.exists(file) ? " cannot be read by this user." : " does not exist.")
              + " It should hold the settings; .env.example shows how.");
    }
  }
}
