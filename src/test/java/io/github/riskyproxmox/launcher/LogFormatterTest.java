package io.github.riskyproxmox.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogFormatterTest {
  private static final String OWN = "io.github.riskyproxmox.launch.LaunchService";
  private static final String SERVER = "jakarta.enterprise.web";

  @Test
  void aRecordIsOneLineWithTimeLevelAndMessage() {
    String line = new LogFormatter().format(entry(OWN, Level.INFO, "kiosk will be terminated"));
    assertTrue(
        line.matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d INFO kiosk will be terminated\\n"),
        line);
  }

  @Test
  void furtherLinesAreIndented() {
    String line =
        new LogFormatter().format(entry(OWN, Level.INFO, "name\n2026-01-01 00:00:00 INFO x"));
    assertTrue(line.contains("name\n    2026-01-01"), line);
  }

  @Test
  void controlCharactersAreReplaced() {
    String line =
        new LogFormatter()
            .format(entry(OWN, Level.INFO, "a\u001B[2Jb\u0007c\u009Bd\u202Ee\u2066f\tg"));
    assertTrue(line.endsWith(" INFO a?[2Jb?c?d?e?f\tg\n"), line);
  }

  @Test
  void recordsOfTheServerNameTheirLogger() {
    assertTrue(
        new LogFormatter().format(entry(SERVER, Level.WARNING, "odd")).contains(SERVER + ": odd"));
  }

  @Test
  void aStackTraceFollowsIndented() {
    LogRecord entry = entry(OWN, Level.WARNING, "failed");
    entry.setThrown(new IllegalStateException("why"));
    String[] lines = new LogFormatter().format(entry).split("\n", -1);
    assertEquals("    java.lang.IllegalStateException: why", lines[1]);
  }

  @Test
  void onlyWarningsOfTheServerAreLogged() {
    LogFilter filter = new LogFilter();
    assertTrue(filter.isLoggable(entry(OWN, Level.INFO, "x")));
    assertTrue(filter.isLoggable(entry(SERVER, Level.WARNING, "x")));
    assertFalse(filter.isLoggable(entry(SERVER, Level.INFO, "x")));
  }

  private static LogRecord entry(String logger, Level level, String message) {
    LogRecord entry = new LogRecord(level, message);
    entry.setLoggerName(logger);
    entry.setInstant(Instant.EPOCH);
    return entry;
  }
}
