package io.github.riskyproxmox.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A program and its arguments, shown as a person would type it. A secret is never among them.
 *
 * @param words the program's name first
 */
record CommandLine(List<String> words) {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9@%_+=:,./-]+");

  static CommandLine of(String... words) {
    return new CommandLine(List.of(words));
  }

  String program() {
    return words.get(0);
  }

  /** The words with the program's path instead of its name. */
  List<String> with(String path) {
    List<String> whole = new ArrayList<>(words);
    whole.set(0, path);
    return whole;
  }

  @Override
  public String toString() {
    return words.stream().map(CommandLine::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
