package io.github.riskyproxmox.launcher;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;

/**
 * One line a record: time, level, who if not the agent itself, message; further lines and a stack
 * trace are indented below.
 */
public final class LogLine extends Formatter {
  private static final String OWN = "io.github.riskyproxmox.";

  /** What would steer the terminal that shows the log, or turn the order of its letters round. */
  private static final Pattern HARMFUL =
      Pattern.compile("[\\p{Cc}&&[^\\n\\t]]|[\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  @Override
  public String format(LogRecord entry) {
    StringBuilder text = new StringBuilder(TIME.format(entry.getInstant()));
    text.append(' ').append(entry.getLevel().getName()).append(' ');
    if (!isOwn(entry)) {
      text.append(entry.getLoggerName()).append(": ");
    }
    text.append(formatMessage(entry).strip());
    if (entry.getThrown() != null) {
      text.append('\n').append(trace(entry.getThrown()));
    }
    String lines = text.toString().strip().replaceAll("\\R", "\n    ");
    return HARMFUL.matcher(lines).replaceAll("?") + "\n";
  }

  /** Whether the agent itself says it, not the server below. */
  static boolean isOwn(LogRecord entry) {
    return String.valueOf(entry.getLoggerName()).startsWith(OWN);
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
