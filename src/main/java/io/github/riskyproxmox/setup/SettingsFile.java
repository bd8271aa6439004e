package io.github.riskyproxmox.setup;

import io.github.riskyproxmox.config.EnvFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The file with the settings. Only the lines that setup sets are changed. */
final class SettingsFile {
  private static final String HEADER =
      "# The settings of risky-proxmox-agent. RUNNING.md explains all of them.\n";

  private final Path path;

  SettingsFile(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  /** Whether there is such a file. */
  boolean exists() {
    return Files.exists(path);
  }

  /**
   * The value of that setting; empty if it has none.
   *
   * @throws SetupFailure if the file cannot be read as the agent reads it
   */
  Optional<String> value(String key) throws SetupFailure {
    return read()
        .flatMap(file -> Optional.ofNullable(file.values().get(key)))
        .filter(value -> !value.isBlank());
  }

  /** What the agent would complain about: a file that it does not understand is not changed. */
  List<String> problems() throws SetupFailure {
    return read().map(EnvFile::problems).orElse(List.of());
  }

  /** What stands behind the {@code =} of that setting; empty if there is no such line. */
  Optional<String> written(String key) throws SetupFailure {
    return last(key, text()).map(line -> line.group(2));
  }

  /** Sets it in its last line, which is the one that counts, or in a new one. */
  void set(String key, String value) throws SetupFailure {
    String text = exists() ? text() : HEADER;
    Optional<MatchResult> line = last(key, text);
    if (line.isPresent()) {
      String before = text.substring(0, line.get().end(1));
      PrivateFile.write(path, before + value + text.substring(line.get().end(2)));
    } else {
      String end = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
      PrivateFile.write(path, text + end + key + "=" + value + "\n");
    }
  }

  /** Removes its last line. */
  void remove(String key) throws SetupFailure {
    String text = text();
    Optional<MatchResult> line = last(key, text);
    if (line.isPresent()) {
      String rest = text.substring(line.get().end()).replaceFirst("^\r?\n", "");
      PrivateFile.write(path, text.substring(0, line.get().start()) + rest);
    }
  }

  /** Deletes the file if no setting is left in it. */
  void deleteIfEmpty() throws SetupFailure {
    if (read().filter(file -> file.values().isEmpty()).isPresent()) {
      try {
        Files.delete(path);
      } catch (IOException stays) {
        throw new SetupFailure(SetupText.UNWRITABLE, path.toString(), stays.toString());
      }
    }
  }

  private static Optional<MatchResult> last(String key, String text) {
    return Pattern.compile(
            "^(\uFEFF?[ \\t]*(?:export[ \\t]+)?" + key + "[ \\t]*=[ \\t]*)(.*)$", Pattern.MULTILINE)
        .matcher(text)
        .results()
        .reduce((earlier, later) -> later);
  }

  private Optional<EnvFile> read() throws SetupFailure {
    try {
      return exists() ? Optional.of(EnvFile.read(path)) : Optional.empty();
    } catch (IOException unreadable) {
      throw new SetupFailure(SetupText.UNREADABLE, path.toString(), unreadable.toString());
    }
  }

  private String text() throws SetupFailure {
    try {
      return exists() ? Files.readString(path) : "";
    } catch (IOException unreadable) {
      throw new SetupFailure(SetupText.UNREADABLE, path.toString(), unreadable.toString());
    }
  }
}
