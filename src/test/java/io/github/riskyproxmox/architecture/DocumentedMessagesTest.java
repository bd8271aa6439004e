package io.github.riskyproxmox.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * RUNNING explains messages in the words in which they are reported, so that they can be found
 * there: those of the resource bundle, and those of exceptions and log lines in the sources.
 */
class DocumentedMessagesTest {
  private static final Path SOURCES = Path.of("src/main/java/io/github/riskyproxmox");
  private static final Path TEXTS =
      Path.of("src/main/resources/io/github/riskyproxmox/message/messages.properties");
  // What QEMU says, what HTTP says, and what is put together while it runs.
  private static final List<String> OTHERS =
      List.of(
          "start failed: QEMU exited with code 1",
          "421 and a page about",
          "Proxmox says it is done, but it was");

  @Test
  void everyMessageItExplainsIsSaidInTheseWords() throws IOException {
    String said = said();
    List<String> unknown = new ArrayList<>();
    List<String> fragments = fragments();
    for (String fragment : fragments) {
      if (!said.contains(fragment) && OTHERS.stream().noneMatch(fragment::equals)) {
        unknown.add(fragment);
      }
    }
    assertTrue(fragments.size() > 30, fragments.toString());
    assertEquals(List.of(), unknown);
  }

  /** What stands between the dots in the table's first column. */
  private static List<String> fragments() throws IOException {
    String running = Files.readString(Path.of("RUNNING.md"));
    String table =
        running.substring(
            running.indexOf("| it says |"),
            running.indexOf("## What is promised, and what is not"));
    return table
        .lines()
        .filter(line -> line.startsWith("| "))
        .skip(1)
        .map(line -> line.substring(2, line.indexOf(" | ")))
        .flatMap(message -> Stream.of(message.split("…|; (?=Proxmox at)|`ALLOWED_HOSTS`")))
        .flatMap(DocumentedMessagesTest::alternatives)
        .map(
            fragment -> fragment.strip().replaceAll("^\\)\\s*|^\\((?=.*\\)$)|(?<=timeout)\\)$", ""))
        .filter(fragment -> fragment.length() > 3)
        .toList();
  }

  private static Stream<String> alternatives(String fragment) {
    return Stream.of(fragment.split(", (?=$|can't be read|is not understood|has expired)|, $"))
        .flatMap(part -> Stream.of(part.split("(?<=start|running): ")));
  }

  /** The bundle and all sources, with literals that are put together in one piece. */
  private static String said() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
        all.append(Files.readString(file));
      }
    }
    String sources = all.toString().replaceAll("\"\\s*\\+\\s*\"", "").replace("\\\"", "\"");
    return sources + Files.readString(TEXTS);
  }
}
