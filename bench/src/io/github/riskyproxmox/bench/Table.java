package io.github.riskyproxmox.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results, one row each. */
final class Table {
  private static final String NONE = "–";

  private final List<String> rows = new ArrayList<>();

  /** A row that compares two values; {@code goal} is the highest ratio that meets it. */
  void compared(String what, double ours, double other, String unit, double goal) {
    double ratio = ours / other;
    String met = ratio <= goal ? "yes" : "**no**";
    row(
        what,
        number(ours) + " " + unit,
        number(other) + " " + unit,
        String.format(Locale.ROOT, "%.3f", ratio),
        String.format(Locale.ROOT, "≤ %s×", number(goal)),
        met);
  }

  /** A row with an upper limit. */
  void limited(String what, double ours, String unit, double goal) {
    String met = ours <= goal ? "yes" : "**no**";
    row(what, number(ours) + " " + unit, NONE, NONE, "≤ " + number(goal) + " " + unit, met);
  }

  /** A row without a goal. */
  void plain(String what, double ours, String unit) {
    row(what, number(ours) + " " + unit, NONE, NONE, NONE, NONE);
  }

  /** A row that compares two values, without a goal. */
  void beside(String what, double ours, double other, String unit) {
    row(
        what,
        number(ours) + " " + unit,
        number(other) + " " + unit,
        String.format(Locale.ROOT, "%.3f", ours / other),
        NONE,
        NONE);
  }

  /** A ratio that cannot be computed, because noise hides the divisor. */
  void unmeasurable(String what) {
    row(what, "not measurable", NONE, NONE, NONE, NONE);
  }

  /** A row with text instead of a value. */
  void words(String what, String ours) {
    row(what, ours, NONE, NONE, NONE, NONE);
  }

  private void row(String... cells) {
    rows.add("| " + String.join(" | ", cells) + " |");
    Progress.say(rows.get(rows.size() - 1));
  }

  /** The whole table. */
  String markdown() {
    String head = "| What | Agent | Beside it | Ratio | Goal | Met |\n|---|--:|--:|--:|--:|---|\n";
    return head + String.join("\n", rows) + "\n";
  }

  private static String number(double value) {
    double size = Math.abs(value);
    if (size == Math.rint(size) && size < 1_000_000) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    String format = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, format, value);
  }
}
