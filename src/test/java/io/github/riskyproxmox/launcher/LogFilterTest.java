package io.github.riskyproxmox.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogFilterTest {
  private static final String OWN = "io.github.riskyproxmox.web.security.SecurityFilter";
  private static final String SERVER = "jakarta.enterprise.web.core";

  private Instant now = Instant.EPOCH.plusSeconds(1_000);
  private final LogFilter filter = new LogFilter(() -> now);

  @Test
  void serverWarningsAreLimitedToTenPerMinuteAndTheRestIsCounted() {
    long written =
        IntStream.range(0, 500)
            .filter(any -> filter.isLoggable(entry(SERVER, Level.WARNING, new Exception())))
            .count();
    assertEquals(10, written);

    now = now.plusSeconds(60);
    LogRecord next = entry(SERVER, Level.WARNING, new Exception());
    assertTrue(filter.isLoggable(next));
    assertTrue(next.getMessage().contains("(490 more "), next.getMessage());
  }

  @Test
  void serverWarningsDoNotDisplaceStackTracesOfTheAgent() {
    for (int count = 0; count < 500; count++) {
      filter.isLoggable(entry(SERVER, Level.WARNING, new Exception()));
    }

    assertTrue(filter.isLoggable(entry(OWN, Level.SEVERE, new Exception())));
  }

  @Test
  void stackTracesOfTheAgentAreLimitedAndItsMessagesAreNot() {
    for (int count = 0; count < 10; count++) {
      assertTrue(filter.isLoggable(entry(OWN, Level.SEVERE, new Exception())));
    }
    assertFalse(filter.isLoggable(entry(OWN, Level.SEVERE, new Exception())));
    LogRecord sentence = new LogRecord(Level.INFO, "said");
    sentence.setLoggerName(OWN);
    assertTrue(filter.isLoggable(sentence));
  }

  @Test
  void aDisconnectedClientIsNotLoggedAndOtherIoErrorsAre() {
    IOException gone = new IOException("Connection is closed");
    gone.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("sun.nio.ch.SocketDispatcher", "write0", "S.java", 1),
          new StackTraceElement("org.glassfish.grizzly.nio.NIOConnection", "x", "N.java", 1)
        });

    assertFalse(filter.isLoggable(entry(SERVER, Level.WARNING, new RuntimeException(gone))));
    assertTrue(filter.isLoggable(entry(SERVER, Level.WARNING, new IOException("no file"))));
  }

  @Test
  void infoMessagesOfTheServerAreNotLogged() {
    assertFalse(filter.isLoggable(entry(SERVER, Level.INFO, new Exception())));
  }

  private static LogRecord entry(String logger, Level level, Throwable thrown) {
    LogRecord entry = new LogRecord(level, "something");
    entry.setLoggerName(logger);
    entry.setThrown(thrown);
    return entry;
  }
}
