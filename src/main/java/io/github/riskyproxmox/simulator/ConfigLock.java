package io.github.riskyproxmox.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A guest's lock file ({@code /var/lock/qemu-server/lock-101.conf}). One task holds it, others wait
 * in a queue. It is independent of the {@code lock} line in the VM's configuration.
 */
final class ConfigLock {
  private Optional<Object> holder = Optional.empty();
  private final Deque<Waiter> queue = new ArrayDeque<>();

  /** Runs {@code then} when the lock is acquired; returns whether that was at once. */
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

  /** Releases the lock, or leaves the queue; does nothing if neither applies. */
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
