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
 * One line per record: time, level, logger unless it is the agent's, message. Further lines and the
 * stack trace are indented. Java's own formatter has a format for that, but would let control
 * characters of VM names and requests through.
 */
public final class LogFormatter extends Formatter {
  private static final String OWN = "io.github.riskyproxmox.";

  /** Control characters, which a terminal obeys, and those that change the text direction. */
  private static final Pattern CONTROL =
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
    return CONTROL.matcher(lines).replaceAll("?") + "\n";
  }

  /** Whether the record comes from the agent and not from the server. */
  static boolean isOwn(LogRecord entry) {
    return String.valueOf(entry.getLoggerName()).startsWith(OWN);
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
