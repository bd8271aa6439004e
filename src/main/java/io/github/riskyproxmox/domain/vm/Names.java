package io.github.riskyproxmox.domain.vm;

import java.util.List;
import java.util.regex.Pattern;

/** Names in a sentence. */
public final class Names {
  private static final int LONGEST = 80;
  private static final int LONGEST_QUOTE = 120;

  /** What would break a line of a log, or turn it round. */
  private static final Pattern UNSEEN = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

  private Names() {}

  /** A name that leaves room for the sentence: PVE has no limit for the length of names. */
  public static String brief(String name) {
    return brief(name, LONGEST);
  }

  /** Foreign text in a message: between quotation marks, on one line, at most its beginning. */
  public static String quoted(String foreign) {
    return "\"" + brief(foreign, LONGEST_QUOTE) + "\"";
  }

  /**
   * Foreign text on one line, without characters that are not seen.
   *
   * @param longest how many characters it may have; what is longer ends with an ellipsis
   */
  public static String brief(String foreign, int longest) {
    String text = foreign.length() <= longest ? foreign : foreign.substring(0, longest - 1) + "…";
    return UNSEEN.matcher(text).replaceAll("?");
  }

  /** {@code a}, {@code a and b}, {@code a, b and c}; empty if there is none. */
  public static String list(List<String> names) {
    int last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }
}
