package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.message.Messages;
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
    return Messages.longSpan(span);
  }

  /** {@code 35 s}, {@code 2 min}, {@code 2 min 5 s}: to the second, and at least one. */
  static String brief(Duration span) {
    return Messages.span(span.toSeconds() < 1 ? Duration.ofSeconds(1) : span);
  }

  /** {@code just started}, {@code up 3 h 12 min}. */
  static String up(Duration span) {
    return span.toMinutes() < 1 ? PageText.JUST_STARTED.text() : PageText.UP_FOR.text(rough(span));
  }

  /** {@code just now}, {@code 12 min ago}. */
  static String ago(Duration span) {
    return span.toMinutes() < 1 ? PageText.JUST_NOW.text() : PageText.AGO.text(rough(span));
  }

  /** {@code 3 minutes}, {@code 90 seconds}. */
  static String spoken(Duration span) {
    int seconds = Math.toIntExact(span.toSeconds());
    if (seconds % 60 == 0 && seconds > 60) {
      return PageText.WHOLE_MINUTES.text(seconds / 60);
    }
    return seconds == 60 ? PageText.A_MINUTE.text() : PageText.WHOLE_SECONDS.text(seconds);
  }
}
