package io.github.riskyproxmox.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A VM's lock file ({@code /var/lock/qemu-server/lock-101.conf}): whoever works on the VM holds it,
 * others queue. Not to be confused with the {@code lock} line of its configuration.
 */
final class ConfigLock {
  private Optional<Object> holder = Optional.empty();
  private final Deque<Waiter> queue = new ArrayDeque<>();

  /** Goes on with {@code then} as soon as the lock is had; true if that was at once. */
  boolean acquire(Object who, Runnable then) {
    if (holder.isEmpty()) {
      holder = Optional.of(who);
      then.run();
      return true;
    }
    queue.add(new Waiter(who, then));
    return false;
  }

  boolean isHeldBy(Object who) {
    return holder.isPresent() && holder.get() == who;
  }

  boolean isHeld() {
    return holder.isPresent();
  }

  /** Gives it up, or stops waiting for it; nothing if neither. */
  void release(Object who) {
    queue.removeIf(waiter -> waiter.who() == who);
    if (isHeldBy(who)) {
      holder = Optional.empty();
      Waiter next = queue.poll();
      if (next != null) {
        holder = Optional.of(next.who());
        next.then().run();
      }
    }
  }

  private record Waiter(Object who, Runnable then) {}
}
