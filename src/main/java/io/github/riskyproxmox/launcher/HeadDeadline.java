package io.github.riskyproxmox.launcher;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Cuts off whoever takes too long for the head of a request, which is its first line and its
 * headers. Looks only while there is one on its way.
 *
 * @param <C> a connection
 */
final class HeadDeadline<C> {
  private final long limit;
  private final LongSupplier nanoseconds;
  private final Executor later;
  private final Predicate<C> isOpen;
  private final Consumer<C> cutOff;
  private final Map<C, Long> begun = new ConcurrentHashMap<>();
  private final AtomicBoolean willLook = new AtomicBoolean();

  /**
   * For one kind of connection.
   *
   * @param limit for one head
   * @param nanoseconds the clock
   * @param later runs what it is given after a while, which comes on top of the limit
   * @param isOpen whether there is still somebody to cut off
   */
  HeadDeadline(
      Duration limit,
      LongSupplier nanoseconds,
      Executor later,
      Predicate<C> isOpen,
      Consumer<C> cutOff) {
    this.limit = limit.toNanos();
    this.nanoseconds = nanoseconds;
    this.later = later;
    this.isOpen = isOpen;
    this.cutOff = cutOff;
  }

  /** Some of a head has come: the first of it, or more. */
  void some(C connection) {
    if (begun.putIfAbsent(connection, nanoseconds.getAsLong()) == null) {
      lookLater();
    }
  }

  /** The head is there. */
  void done(C connection) {
    begun.remove(connection);
  }

  private void lookLater() {
    if (willLook.compareAndSet(false, true)) {
      later.execute(this::look);
    }
  }

  private void look() {
    willLook.set(false);
    long now = nanoseconds.getAsLong();
    begun.keySet().removeIf(connection -> !isOpen.test(connection));
    begun.forEach(
        (connection, since) -> {
          if (now - since >= limit && begun.remove(connection, since)) {
            cutOff.accept(connection);
          }
        });
    if (!begun.isEmpty()) {
      lookLater();
    }
  }
}
