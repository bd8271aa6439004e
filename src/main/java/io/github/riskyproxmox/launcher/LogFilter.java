package io.github.riskyproxmox.launcher;

import io.github.riskyproxmox.log.LineLimit;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Stream;

/**
 * Lets all messages of the agent through, and of the server only warnings: its loggers set their
 * own levels and ignore the configuration. Clients can cause warnings of the server and stack
 * traces, so the number of each per minute is limited. A client that disconnects before its answer
 * is not worth a warning.
 */
public final class LogFilter implements Filter {
  private static final int PER_MINUTE = 10;
  private static final String GRIZZLY = "org.glassfish.grizzly.";

  /** Separate, so that warnings of the server cannot displace stack traces of the agent. */
  private final LineLimit ownTraces;

  private final LineLimit server;

  /** Called by Java for the console handler. */
  public LogFilter() {
    this(Instant::now);
  }

  LogFilter(Supplier<Instant> clock) {
    this.ownTraces = new LineLimit(PER_MINUTE, clock);
    this.server = new LineLimit(PER_MINUTE, clock);
  }

  @Override
  public boolean isLoggable(LogRecord entry) {
    boolean own = LogFormatter.isOwn(entry);
    if (own && entry.getThrown() == null) {
      return true;
    }
    if (!own && (entry.getLevel().intValue() < Level.WARNING.intValue() || isDisconnect(entry))) {
      return false;
    }
    Supplier<String> text = () -> String.valueOf(entry.getMessage());
    Optional<String> line =
        own ? ownTraces.line(text, "stack traces") : server.line(text, "warnings of the server");
    line.ifPresent(entry::setMessage);
    return line.isPresent();
  }

  /** Whether the cause is an I/O error of a client connection. */
  private static boolean isDisconnect(LogRecord entry) {
    return Stream.iterate(entry.getThrown(), fault -> fault != null, Throwable::getCause)
        .limit(10)
        .anyMatch(fault -> fault instanceof IOException && isFromGrizzly(fault));
  }

  private static boolean isFromGrizzly(Throwable fault) {
    return Stream.of(fault.getStackTrace())
        .map(StackTraceElement::getClassName)
        .filter(name -> !name.startsWith("java.") && !name.startsWith("sun."))
        .findFirst()
        .filter(name -> name.startsWith(GRIZZLY))
        .isPresent();
  }
}
