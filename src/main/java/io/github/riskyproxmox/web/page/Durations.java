package io.github.riskyproxmox.web.page;

import java.time.Duration;
import java.util.Locale;

/** Durations as text; page.js uses the same formats. */
final class Durations {
  private Durations() {}

  /** {@code 0:42}, {@code 3:00}, {@code 1:02:03}. */
  static String clock(Duration span) {
    long seconds = Math.max(0, span.toSeconds());
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  /** {@code 3 h 12 min}, {@code 12 min}, {@code 4 d 2 h}: the two largest units. */
  static String rough(Duration span) {
    long minutes = Math.max(0, span.toMinutes());
    if (minutes < 60) {
      return minutes + " min";
    }
    long hours = minutes / 60;
    if (hours < 24) {
      return joined(hours, "h", minutes % 60, "min");
    }
    return joined(hours / 24, "d", hours % 24, "h");
  }

  /** {@code 35 s}, {@code 2 min}, {@code 2 min 5 s}: to the second. */
  static String brief(Duration span) {
    long seconds = Math.max(1, span.toSeconds());
    return seconds < 60 ? seconds + " s" : joined(seconds / 60, "min", seconds % 60, "s");
  }

  /** {@code just started}, {@code up 3 h 12 min}. */
  static String up(Duration span) {
    return span.toMinutes() < 1 ? "just started" : "up " + rough(span);
  }

  /** {@code just now}, {@code 12 min ago}. */
  static String ago(Duration span) {
    return span.toMinutes() < 1 ? "just now" : rough(span) + " ago";
  }

  /** {@code 3 minutes}, {@code 90 seconds}. */
  static String spoken(Duration span) {
    long seconds = span.toSeconds();
    if (seconds % 60 == 0 && seconds > 60) {
      return seconds / 60 + " minutes";
    }
    return seconds == 60 ? "a minute" : seconds + " seconds";
  }

  private static String joined(long large, String largeUnit, long small, String smallUnit) {
    return small == 0
        ? large + " " + largeUnit
        : large + " " + largeUnit + " " + small + " " + smallUnit;
  }
}
