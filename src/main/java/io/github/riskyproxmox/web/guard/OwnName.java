package io.github.riskyproxmox.web.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * This machine's full name. Once found it is kept; where it is not to be had, because the DNS does
 * not answer yet, say, it is asked for again, but not for every request.
 */
final class OwnName implements Supplier<String> {
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Supplier<Instant> clock;
  private final Supplier<Optional<String>> search;
  private Optional<String> name = Optional.empty();
  private Instant askAgain = Instant.MIN;

  OwnName(Supplier<Instant> clock) {
    this(clock, OwnName::find);
  }

  OwnName(Supplier<Instant> clock, Supplier<Optional<String>> search) {
    this.clock = clock;
    this.search = search;
  }

  /** The name; empty while it is not known. */
  @Override
  public synchronized String get() {
    if (name.isEmpty()) {
      Instant now = clock.get();
      if (!now.isBefore(askAgain)) {
        name = search.get();
        askAgain = now.plus(PAUSE);
      }
    }
    return name.orElse("");
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
