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
 * Lets through what the agent itself says, and of the server only warnings: its loggers set their
 * own levels whatever the configuration says. Warnings of the server and stack traces can be caused
 * by whoever sends something odd often enough, so there are so many of each a minute; that a client
 * has gone before its answer is none.
 */
public final class LogFilter implements Filter {
  private static final int MOST = 10;
  private static final String SERVERS_NETWORK = "org.glassfish.grizzly.";

  /** Of its own, so that what strangers cause cannot hide what the agent has to say. */
  private final LineLimit ownTraces;

  private final LineLimit server;

  /** What Java makes for the console. */
  public LogFilter() {
    this(Instant::now);
  }

  LogFilter(Supplier<Instant> clock) {
    this.ownTraces = new LineLimit(MOST, clock);
    this.server = new LineLimit(MOST, clock);
  }

  @Override
  public boolean isLoggable(LogRecord entry) {
    boolean own = LogLine.isOwn(entry);
    if (own && entry.getThrown() == null) {
      return true;
    }
    if (!own && (entry.getLevel().intValue() < Level.WARNING.intValue() || isDeparture(entry))) {
      return false;
    }
    Supplier<String> text = () -> String.valueOf(entry.getMessage());
    Optional<String> line =
        own ? ownTraces.line(text, "stack traces") : server.line(text, "warnings of the server");
    line.ifPresent(entry::setMessage);
    return line.isPresent();
  }

  /** Whether all that happened is that the network no longer takes or gives what it should. */
  private static boolean isDeparture(LogRecord entry) {
    return Stream.iterate(entry.getThrown(), fault -> fault != null, Throwable::getCause)
        .limit(10)
        .anyMatch(fault -> fault instanceof IOException && isOfNetwork(fault));
  }

  private static boolean isOfNetwork(Throwable fault) {
    return Stream.of(fault.getStackTrace())
        .map(StackTraceElement::getClassName)
        .filter(name -> !name.startsWith("java.") && !name.startsWith("sun."))
        .findFirst()
        .filter(name -> name.startsWith(SERVERS_NETWORK))
        .isPresent();
  }
}
