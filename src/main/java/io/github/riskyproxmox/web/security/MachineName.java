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
 * This machine's full name, cached once it is found. If the lookup fails, for example because the
 * DNS does not answer yet, it is repeated at most once a minute. Requests do not wait for the
 * lookup, which may hang: it runs in its own thread, one at a time.
 */
final class MachineName implements Supplier<String> {
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Supplier<Instant> clock;
  private final Supplier<Optional<String>> search;
  private final Executor executor;
  private Optional<String> name = Optional.empty();
  private Instant nextSearch = Instant.MIN;
  private boolean searching;

  /** Starts the lookup at once, so that the first request under this name is not refused. */
  static MachineName lookedUp(Supplier<Instant> clock) {
    MachineName name = new MachineName(clock, MachineName::find, MachineName::inOwnThread);
    String unused = name.get();
    return name;
  }

  /**
   * Creates a name that is looked up when it is first needed.
   *
   * @param search the lookup; may hang
   * @param executor runs the lookup
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
      executor.execute(this::lookUp);
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
    searching = !now.isBefore(nextSearch);
    if (searching) {
      nextSearch = now.plus(PAUSE);
    }
    return searching;
  }

  private void lookUp() {
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

  private static void inOwnThread(Runnable work) {
    Thread thread = new Thread(work, "lookup of this machine's name");
    thread.setDaemon(true);
    thread.start();
  }

  /** A failed lookup gives a name without a domain, or an address. */
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
