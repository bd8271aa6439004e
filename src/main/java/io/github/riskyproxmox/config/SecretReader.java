package io.github.riskyproxmox.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the secret of the token from its setting or from a file, unchanged. */
final class SecretReader {
  private static final String SECRET = "PVE_TOKEN_SECRET";
  private static final String FILE = "PVE_TOKEN_SECRET_FILE";
  private static final long LARGEST_FILE_BYTES = 4096;

  private final Map<String, String> values;
  private final List<String> problems;

  SecretReader(Map<String, String> values, List<String> problems) {
    this.values = values;
    this.problems = problems;
  }

  Optional<Secret> read() {
    Optional<String> inline = SettingsReader.given(values, SECRET);
    Optional<String> file = SettingsReader.given(values, FILE);
    if (inline.isPresent() && file.isPresent()) {
      problems.add(SECRET + " and " + FILE + " are both set: remove one of them.");
      return Optional.empty();
    }
    if (inline.isEmpty() && file.isEmpty()) {
      problems.add(
          SECRET
              + " is missing: write the secret that Proxmox showed once when it created the token, or"
              + " name a file that contains it in "
              + FILE
              + ".");
      return Optional.empty();
    }
    // A blank, a control character or a character outside ASCII cannot be sent in a header.
    return inline
        .or(() -> file.flatMap(this::content))
        .flatMap(
            text -> {
              if (text.chars().allMatch(character -> character > ' ' && character < 127)) {
                return Optional.of(new Secret(text));
              }
              problems.add(
                  (inline.isPresent() ? SECRET : FILE)
                      + " contains a blank, a line break or a character outside ASCII: write only"
                      + " the secret, as Proxmox showed it.");
              return Optional.empty();
            });
  }

  private Optional<String> content(String name) {
    try {
      Path path = Path.of(name);
      if (Files.size(path) > LARGEST_FILE_BYTES) {
        problems.add(
            FILE
                + " names "
                + Secret.shown(name)
                + ", which is too large to contain only a secret.");
        return Optional.empty();
      }
      String text = new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
      String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
      line = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
      if (line.isEmpty()) {
        problems.add(
            FILE + " names " + Secret.shown(name) + ", which is empty: write the secret into it.");
        return Optional.empty();
      }
      return Optional.of(line);
    } catch (IOException | InvalidPathException unreadable) {
      problems.add(
          FILE
              + " names "
              + Secret.shown(name)
              + ", which cannot be read: name a file that the agent's user may read.");
      return Optional.empty();
    }
  }
}
