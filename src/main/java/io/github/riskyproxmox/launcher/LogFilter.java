package io.github.riskyproxmox.launcher;

import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * Lets through what the agent itself says, and of the server only warnings: its loggers set their
 * own levels whatever the configuration says.
 */
public final class LogFilter implements Filter {
  @Override
  public boolean isLoggable(LogRecord entry) {
    return LogLine.isOwn(entry) || entry.getLevel().intValue() >= Level.WARNING.intValue();
  }
}
