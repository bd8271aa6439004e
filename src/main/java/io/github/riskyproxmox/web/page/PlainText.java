package io.github.riskyproxmox.web.page;

import java.util.regex.Pattern;

/** Removes characters from untrusted text that could make it look different from what it is. */
final class PlainText {
  /**
   * Joiners that emoji and some scripts need, and Arabic signs of the Unicode category "format".
   */
  private static final String NEEDED =
      "\\u200C\\u200D\\u0600-\\u0605\\u06DD\\u070F\\u0890\\u0891\\u08E2\\x{110BD}\\x{110CD}";

  /** Invisible letters, marks and symbols: fillers, the empty Braille cell, variation selectors. */
  private static final String BLANK =
      "\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\u2028\\u2029\\u2800\\u3164\\uFFA0"
          + "\\x{E0000}-\\x{E0FFF}";

  private static final Pattern UNSEEN =
      Pattern.compile("[\\p{Cc}&&[^\\n\\t]]|[\\p{Cf}&&[^" + NEEDED + "]]|\\p{Cs}|[" + BLANK + "]");

  /** No script needs more than four accents on a letter; dozens would cover the lines around it. */
  private static final Pattern STACKED =
      Pattern.compile("([\\p{M}\\u200C\\u200D]{4})[\\p{M}\\u200C\\u200D]+");

  private static final Pattern VISIBLE = Pattern.compile("[\\p{L}\\p{N}\\p{P}\\p{S}]");

  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");

  /** Nothing of it is removed by {@link #of}, and most names are of nothing else. */
  private static final Pattern HARMLESS = Pattern.compile("[ -~\\n\\t]*+");

  private PlainText() {}

  /**
   * Removes control characters, bidirectional overrides, invisible characters and excess accents.
   * Keeps line breaks and the joiners that emoji and some scripts need.
   */
  static String of(String text) {
    return HARMLESS.matcher(text).matches()
        ? text
        : STACKED.matcher(UNSEEN.matcher(text).replaceAll("")).replaceAll("$1");
  }

  /** The same on one line; never blank. */
  static String line(String text) {
    String line = BLANKS.matcher(of(text)).replaceAll(" ").strip();
    return VISIBLE.matcher(line).find() ? line : "\u2013";
  }
}
