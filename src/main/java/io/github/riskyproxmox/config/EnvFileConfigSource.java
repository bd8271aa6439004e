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
 * The {@code .env} file as a MicroProfile Config source, just below the environment. Each value has
 * two names, {@code PVE_HOST} and {@code pve.host}: MicroProfile maps them for the environment
 * only.
 */
public final class EnvFileConfigSource implements ConfigSource {
  /** The system property by which the launcher names the file. */
  public static final String FILE_PROPERTY = "riskyproxmox.env-file";

  // System properties have 400 and the environment 300 (MicroProfile Config).
  private static final int ORDINAL = 290;

  private final Map<String, String> values;

  /** Reads the file that applies, once. Found by META-INF/services. */
  public EnvFileConfigSource() {
    this.values = file().map(EnvFileConfigSource::bothNames).orElse(Map.of());
  }

  /** The file that applies: the one named, else {@code .env} in the working directory if there. */
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
