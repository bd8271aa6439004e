package io.github.riskyproxmox.web.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * This machine's full name. Once found it is kept; where it is not to be had, because the DNS does
 * not answer yet, say, it is asked for again, but not for every request. No request waits for the
 * look-up, which may take for ever: it runs in a thread of its own, one at a time.
 */
final class MachineName implements Supplier<String> {
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Supplier<Instant> clock;
  private final Supplier<Optional<String>> search;
  private final Executor executor;
  private Optional<String> name = Optional.empty();
  private Instant askAgain = Instant.MIN;
  private boolean searching;

  /** Begins to look, so that the first request under that name need not be refused. */
  static MachineName lookedUp(Supplier<Instant> clock) {
    MachineName name = new MachineName(clock, MachineName::find, MachineName::beside);
    String unused = name.get();
    return name;
  }

  /**
   * A name.
   *
   * @param search looks it up; may take for ever
   * @param executor does that
   */
  MachineName(Supplier<Instant> clock, Supplier<Optional<String>> search, Executor executor) {
    this.clock = clock;
    this.search = search;
    this.executor = executor;
  }

  /** The name; empty while it is not known. */
  @Override
  public String get() {
    if (isDue()) {
      executor.execute(this::look);
    }
    synchronized (this) {
      return name.orElse("");
    }
  }

  private synchronized boolean isDue() {
    if (name.isPresent() || searching) {
      return false;
    }
    Instant now = clock.get();
    searching = !now.isBefore(askAgain);
    if (searching) {
      askAgain = now.plus(PAUSE);
    }
    return searching;
  }

  private void look() {
    Optional<String> found = Optional.empty();
    try {
      found = search.get();
    } finally {
      synchronized (this) {
        name = found;
        searching = false;
      }
    }
  }

  private static void beside(Runnable work) {
    Thread thread = new Thread(work, "look-up of this machine's name");
    thread.setDaemon(true);
    thread.start();
  }

  /** A name without a domain, or an address, is what a failed look-up looks like. */
  private static Optional<String> find() {
    try {
      InetAddress self = InetAddress.getLocalHost();
      return Optional.of(self.getCanonicalHostName().toLowerCase(Locale.ROOT))
          .filter(name -> name.contains(".") && !name.equals(self.getHostAddress()));
    } catch (UnknownHostException nameless) {
      return Optional.empty();
    }
  }
}
