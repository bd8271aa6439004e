package io.github.riskyproxmox.web.guard;

/** What a client sent, as a sentence can bear it: short, on one line, plain letters. */
final class ForeignText {
  private static final int LONGEST = 100;

  private ForeignText() {}

  /** The beginning of it; what would steer a terminal or is no ASCII is a question mark. */
  static String line(String text) {
    String start = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    return start.replaceAll("[^ -~]", "?");
  }
}
