package io.github.riskyproxmox.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * The {@code .env} file as a MicroProfile Config source, with less precedence than the environment.
 * Each value has two names, {@code PVE_HOST} and {@code pve.host}, because MicroProfile maps these
 * names only for the environment.
 */
public final class EnvFileConfigSource implements ConfigSource {
  /** The launcher sets this system property to the path of the file. */
  public static final String FILE_PROPERTY = "riskyproxmox.env-file";

  // System properties have 400 and the environment 300 (MicroProfile Config).
  private static final int ORDINAL = 290;

  private final Map<String, String> values;

  /** Reads the file once. Registered in META-INF/services. */
  public EnvFileConfigSource() {
    this.values = file().map(EnvFileConfigSource::bothNames).orElse(Map.of());
  }

  /** The configured file, else {@code .env} in the working directory, if it exists. */
  public static Optional<Path> file() {
    return Optional.ofNullable(System.getProperty(FILE_PROPERTY))
        .map(Path::of)
        .or(() -> Optional.of(Path.of(".env")).filter(Files::isRegularFile));
  }

  @Override
  public int getOrdinal() {
    return ORDINAL;
  }

  @Override
  public Set<String> getPropertyNames() {
    return values.keySet();
  }

  @Override
  public @Nullable String getValue(String name) {
    return values.get(name);
  }

  @Override
  public String getName() {
    return ".env";
  }

  private static Map<String, String> bothNames(Path file) {
    Map<String, String> both = new HashMap<>();
    try {
      EnvFile.read(file)
          .values()
          .forEach(
              (key, value) -> {
                both.put(key, value);
                both.put(key.toLowerCase(Locale.ROOT).replace('_', '.'), value);
              });
    } catch (IOException unreadable) {
      throw new UncheckedIOException(file + " cannot be read.", unreadable);
    }
    return Map.copyOf(both);
  }
}
