package io.github.riskyproxmox.proxmox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** A value that is read again only when it has expired. */
final class ExpiringValue<T> {
  private record Reading<T>(T value, Instant at) {}

  private final Supplier<T> source;
  private final Duration age;
  private final InstantSource clock;
  private Optional<Reading<T>> reading = Optional.empty();

  ExpiringValue(Supplier<T> source, Duration age, InstantSource clock) {
    this.source = source;
    this.age = age;
    this.clock = clock;
  }

  /** The value, read now if the last reading is too old; throws what the source throws. */
  T get() {
    Instant now = clock.instant();
    Optional<T> young =
        reading().filter(last -> now.isBefore(last.at().plus(age))).map(Reading::value);
    if (young.isPresent()) {
      return young.get();
    }
    T value = source.get();
    keep(new Reading<>(value, now));
    return value;
  }

  /** The last value however old. */
  Optional<T> last() {
    return reading().map(Reading::value);
  }

  /** The next {@link #get} reads. */
  synchronized void forget() {
    reading = Optional.empty();
  }

  private synchronized Optional<Reading<T>> reading() {
    return reading;
  }

  private synchronized void keep(Reading<T> latest) {
    reading = Optional.of(latest);
  }
}
