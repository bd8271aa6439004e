package io.github.riskyproxmox.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code .env} file. Its values are not interpreted: no expansion, no escapes, and {@code #}
 * begins a comment only at the start of a line. Libraries for such files cut secrets at {@code #}
 * or {@code $}.
 */
public final class EnvFile {
  private static final Pattern ASSIGNMENT =
      Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_.]*)\\s*=\\s*(.*)");

  private final String name;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<Integer> invalidLines = new ArrayList<>();

  private EnvFile(String name, String text) {
    this.name = name;
    int number = 0;
    for (String line : text.lines().map(String::strip).toList()) {
      number++;
      Matcher assignment = ASSIGNMENT.matcher(line);
      if (assignment.matches()) {
        values.put(assignment.group(1), unquoted(assignment.group(2)));
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        invalidLines.add(number);
      }
    }
  }

  /**
   * Reads the file.
   *
   * @throws IOException if it cannot be read
   */
  public static EnvFile read(Path file) throws IOException {
    return parse(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
  }

  static EnvFile parse(String name, String text) {
    return new EnvFile(name, text.startsWith("\uFEFF") ? text.substring(1) : text);
  }

  /** Its path as it was given. */
  String name() {
    return name;
  }

  /** Its keys and values; the last value of a duplicate key. */
  public Map<String, String> values() {
    return Map.copyOf(values);
  }

  /**
   * One sentence for each line that is no assignment and each key that is no setting. Ignoring them
   * could start the agent without, for example, the fingerprint check. The sentences never contain
   * the content of a line, which may be a secret.
   */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    for (int number : invalidLines) {
      problems.add(
          "Line "
              + number
              + " of "
              + name
              + " is not an assignment: write KEY=value, or put # before a comment.");
    }
    for (String key : values.keySet()) {
      MisspeltKey.find(key).ifPresent(misspelt -> problems.add(misspelt.sentence(name)));
    }
    return problems;
  }

  /**
   * A warning if other users can read the file; empty if not, or if the file system has no such
   * permissions.
   */
  public static Optional<String> permissionWarning(Path file) {
    Set<PosixFilePermission> permissions;
    try {
      permissions = Files.getPosixFilePermissions(file);
    } catch (IOException | UnsupportedOperationException unknown) {
      return Optional.empty();
    }
    if (permissions.contains(PosixFilePermission.OTHERS_READ)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      return Optional.of(
          file
              + " contains the Proxmox token, and other users of this machine can read it; run: chmod 600 "
              + file);
    }
    return Optional.empty();
  }

  private static String unquoted(String value) {
    boolean enclosed =
        value.length() >= 2
            && (value.startsWith("\"") && value.endsWith("\"")
                || value.startsWith("'") && value.endsWith("'"));
    return enclosed ? value.substring(1, value.length() - 1) : value;
  }
}
