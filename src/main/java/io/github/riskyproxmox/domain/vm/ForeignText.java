package io.github.riskyproxmox.domain.vm;

import java.util.regex.Pattern;

/** Makes text from outside the agent fit for a sentence or a log line. */
public final class ForeignText {
  // Control characters, invisible ones (direction marks among them), and single surrogates. Each
  // becomes a blank, so that the text on both sides of it, such as a secret, is not joined.
  private static final Pattern NOT_SHOWN = Pattern.compile("[\\p{C}\\s\\u2028\\u2029]+");

  private static final int LONGEST_QUOTE = 120;
  private static final int LONGEST_ASCII = 100;

  private ForeignText() {}

  /** The text in one line, without control characters, with at most so many characters. */
  public static String line(String text, int most) {
    // The rest cannot be part of the result.
    return shortened(NOT_SHOWN.matcher(shortened(text, 8 * most)).replaceAll(" ").strip(), most);
  }

  /** Its beginning in one line, between quotation marks. */
  public static String quoted(String text) {
    return "\"" + line(text, LONGEST_QUOTE) + "\"";
  }

  /** Its beginning in one line, with question marks for all but printable ASCII. */
  public static String ascii(String text) {
    String start = text.length() > LONGEST_ASCII ? text.substring(0, LONGEST_ASCII) + "..." : text;
    return start.replaceAll("[^ -~]", "?");
  }

  /** The text with at most so many characters and otherwise as it is. */
  public static String shortened(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = most - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
        + "\u2026";
  }
}
