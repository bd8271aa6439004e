package io.github.riskyproxmox.domain.pve;

import java.util.regex.Pattern;

/**
 * Proxmox's own words, shortened for sentences and for the journal. A start that fails may name the
 * whole command line of QEMU, 2,000 characters and more, with the reason behind it.
 */
public final class PveWords {
  /** The most characters in a sentence. */
  public static final int BRIEF = 200;

  /** The most characters that are stored. */
  public static final int WHOLE = 10_000;

  /** The length of the first part of a shortened text. The second part has the reason. */
  private static final int HEAD = 50;

  private static final String GAP = " \u2026 ";

  /** PVE::Tools::run_command names the command with all its arguments. */
  private static final Pattern COMMAND =
      Pattern.compile("command '([^\\s']{1,80})\\s.*' failed", Pattern.DOTALL);

  private PveWords() {}

  /** At most {@value #BRIEF} characters: without a command's arguments, then its two ends. */
  public static String brief(String words) {
    if (words.length() <= BRIEF) {
      return words;
    }
    return cut(COMMAND.matcher(whole(words)).replaceFirst("command '$1 \u2026' failed"), BRIEF);
  }

  /** At most {@value #WHOLE} characters: a server may send megabytes. */
  public static String whole(String words) {
    return cut(words, WHOLE);
  }

  private static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int rest = most - HEAD - GAP.length();
    return beginning(text, HEAD) + GAP + ending(text, rest);
  }

  /** Up to the end of a word, unless the word is half of it. */
  private static String beginning(String text, int most) {
    int end = text.lastIndexOf(' ', most);
    int hard = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end > most / 2 ? end : hard).strip();
  }

  private static String ending(String text, int most) {
    int from = text.length() - most;
    int hard = Character.isLowSurrogate(text.charAt(from)) ? from + 1 : from;
    int begin = text.indexOf(' ', from - 1) + 1;
    return text.substring(begin > 0 && begin < from + most / 2 ? begin : hard).strip();
  }
}
