package io.github.riskyproxmox.web.page;

import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the first lines of a VM's notes say about its look: {@code icon: gamepad}, {@code cover:
 * #3355aa} or {@code hue: 7}. They stand between two lines {@code ---}, or alone before the first
 * other text. Anybody may have written them, so the values are not checked yet.
 *
 * @param values by key in lower case, unquoted
 * @param lines how many lines of the notes it takes; 0 if there is none
 */
record FrontMatter(Map<String, String> values, int lines) {
  private static final FrontMatter NONE = new FrontMatter(Map.of(), 0);

  /** A longer block is text. */
  private static final int MOST_LINES = 20;

  private static final Set<String> KEYS = Set.of("icon", "cover", "hue");
  private static final Pattern FENCE = Pattern.compile("-{3}\\h*");
  private static final Pattern PAIR =
      Pattern.compile("\\h*([A-Za-z][\\w-]{0,30}):(?:\\h+(\\S.{0,200}))?+\\h*");

  /** Without a fence only these lines are meant for it, and a sentence is not. */
  private static final Pattern PLAIN =
      Pattern.compile("\\h{0,3}(?i:icon|cover|hue)\\h*:\\h*[\"']?[#\\w-]{1,30}[\"']?\\h*");

  /** Copies the map. */
  FrontMatter {
    values = Map.copyOf(values);
  }

  /** Reads the beginning of those notes. */
  static FrontMatter of(String notes) {
    Iterator<String> lines = notes.lines().limit(MOST_LINES).iterator();
    int blank = 0;
    while (lines.hasNext()) {
      String line = lines.next();
      if (FENCE.matcher(line).matches()) {
        return fenced(lines, blank + 1);
      }
      if (!line.isBlank()) {
        return plain(line, lines, blank);
      }
      blank++;
    }
    return NONE;
  }

  /** Between two rules there may also be text, so the block must consist of pairs. */
  private static FrontMatter fenced(Iterator<String> lines, int before) {
    Map<String, String> values = new TreeMap<>();
    int count = before;
    while (lines.hasNext()) {
      String line = lines.next();
      count++;
      Matcher pair = PAIR.matcher(line);
      if (FENCE.matcher(line).matches()) {
        boolean known = values.keySet().stream().anyMatch(KEYS::contains);
        return known ? new FrontMatter(values, count) : NONE;
      }
      if (pair.matches()) {
        put(values, line);
      } else if (!line.isBlank()) {
        return NONE;
      }
    }
    return NONE;
  }

  private static FrontMatter plain(String first, Iterator<String> lines, int before) {
    Map<String, String> values = new TreeMap<>();
    int count = before;
    String line = first;
    while (PLAIN.matcher(line).matches()) {
      put(values, line);
      count++;
      line = lines.hasNext() ? lines.next() : "";
    }
    return values.isEmpty() ? NONE : new FrontMatter(values, count);
  }

  private static void put(Map<String, String> values, String line) {
    String[] pair = line.split(":", 2);
    String value = pair[1].strip().replaceAll("^[\"']|[\"']$", "");
    values.putIfAbsent(pair[0].strip().toLowerCase(Locale.ROOT), value);
  }

  /** The value of that key; empty if it is missing or blank. */
  Optional<String> value(String key) {
    return Optional.ofNullable(values.get(key)).filter(text -> !text.isBlank());
  }

  /** Those notes without it. */
  String removedFrom(String notes) {
    return lines == 0 ? notes : notes.lines().skip(lines).collect(Collectors.joining("\n"));
  }
}
