package io.github.riskyproxmox.domain.vm;

import java.util.regex.Pattern;

/** Texts of others, made fit to stand in a sentence of ours or in a line of the log. */
public final class ForeignText {
  // Control characters, those that are not seen (direction marks among them), and halves of pairs.
  // Each becomes a blank: what they part, such as a secret, must not grow together.
  private static final Pattern NOT_SHOWN = Pattern.compile("[\\p{C}\\s\\u2028\\u2029]+");

  private static final int LONGEST_QUOTE = 120;
  private static final int LONGEST_ASCII = 100;

  private ForeignText() {}

  /** The text in one line, without control characters, with at most so many characters. */
  public static String line(String text, int most) {
    // What comes after that cannot be seen in the result.
    return shortened(NOT_SHOWN.matcher(shortened(text, 8 * most)).replaceAll(" ").strip(), most);
  }

  /** Its beginning in one line, between quotation marks. */
  public static String quoted(String text) {
    return "\"" + line(text, LONGEST_QUOTE) + "\"";
  }

  /** Its beginning in one line, where all but ASCII's letters and signs is a question mark. */
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
