package io.github.riskyproxmox.web.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Known script-injection vectors, Markdown ones included: one a line, with \n, \t and \\uXXXX. */
final class Hostile {
  private static final Path CORPUS =
      Path.of("src/test/resources/io/github/riskyproxmox/web/page/hostile.txt");
  private static final Pattern UNIT = Pattern.compile("\\\\u([0-9a-f]{4})");

  private Hostile() {}

  static List<String> texts() throws IOException {
    return Files.readAllLines(CORPUS).stream()
        .map(line -> line.replace("\\n", "\n").replace("\\t", "\t"))
        .map(
            line ->
                UNIT.matcher(line)
                    .replaceAll(
                        match ->
                            java.util.regex.Matcher.quoteReplacement(
                                Character.toString(Integer.parseInt(match.group(1), 16)))))
        .toList();
  }
}
