package io.github.riskyproxmox.config;

import java.io.IOException;
import java.nio.charset.Charset;
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

  /** A value, quoted or not, a blank and a comment. */
  private static final Pattern COMMENT = Pattern.compile("(\"[^\"]*\"|'[^']*'|[^\"'].*?)\\s+#.*");

  private final String name;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<Integer> invalidLines = new ArrayList<>();
  private final List<String> misread = new ArrayList<>();

  private EnvFile(String name, String text) {
    this.name = name;
    int number = 0;
    for (String line : text.lines().map(String::strip).toList()) {
      number++;
      Matcher assignment = ASSIGNMENT.matcher(line);
      if (assignment.matches()) {
        values.put(
            assignment.group(1), withoutComment(number, assignment.group(1), assignment.group(2)));
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
    byte[] bytes = Files.readAllBytes(file);
    Optional<Charset> wide = utf16(bytes);
    EnvFile read = parse(file.toString(), new String(bytes, wide.orElse(StandardCharsets.UTF_8)));
    if (wide.isPresent()) {
      read.misread.add(
          file
              + " is written in UTF-16: save it as UTF-8, or run: iconv -f UTF-16 -t UTF-8 "
              + file);
    }
    return read;
  }

  /** UTF-16, if the file begins with its mark, or with an ASCII character in two bytes. */
  private static Optional<Charset> utf16(byte[] bytes) {
    if (bytes.length < 2) {
      return Optional.empty();
    }
    int start = (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
    return start == 0xFFFE || bytes[0] != 0 && bytes[1] == 0
        ? Optional.of(StandardCharsets.UTF_16LE)
        : start == 0xFEFF || bytes[0] == 0 && bytes[1] != 0
            ? Optional.of(StandardCharsets.UTF_16BE)
            : Optional.empty();
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
    List<String> problems = new ArrayList<>(misread);
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

  /**
   * The value. A comment behind it is refused and not cut off in silence: other programs cut
   * secrets at {@code #}. It is left out here, so that it causes no second problem.
   */
  private String withoutComment(int number, String key, String text) {
    Matcher comment = COMMENT.matcher(text);
    if (!Settings.KEYS.contains(key) || !comment.matches()) {
      return unquoted(text);
    }
    misread.add(
        "Line "
            + number
            + " of "
            + name
            + " has a comment behind the value of "
            + key
            + ": write the comment on a line of its own.");
    return unquoted(comment.group(1));
  }

  private static String unquoted(String value) {
    boolean enclosed =
        value.length() >= 2
            && (value.startsWith("\"") && value.endsWith("\"")
                || value.startsWith("'") && value.endsWith("'"));
    return enclosed ? value.substring(1, value.length() - 1) : value;
  }
}
