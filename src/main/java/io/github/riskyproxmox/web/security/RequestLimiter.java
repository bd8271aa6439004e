package io.github.riskyproxmox.web.security;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Limits how many request bodies are read at once: each holds a thread until it has arrived. Bodies
 * of an honest client arrive within milliseconds, so a request waits a moment before it is refused.
 */
final class RequestLimiter {
  /** Per client: far more than a household clicks at once, even behind one reverse proxy. */
  static final int EACH = 20;

  /** In total: a third of the threads. */
  static final int ALL = 200;

  /** How many requests wait, in total: another third. The last one is for requests without body. */
  static final int WAITING = 200;

  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition left = lock.newCondition();
  private final Map<String, Integer> inside = new HashMap<>();
  private int total;
  private int waiting;

  /**
   * A limiter without requests.
   *
   * @param patience how long a request waits for others to leave before it is refused
   */
  RequestLimiter(Duration patience) {
    this.patience = patience;
  }

  /**
   * Whether one more of this client may begin, at once or after waiting; if so, call {@link #leave}
   * when it has ended.
   */
  boolean enter(String client) {
    lock.lock();
    try {
      if (isFull(client) && !hasWaited(client)) {
        return false;
      }
      total++;
      inside.merge(client, 1, Integer::sum);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** A body of this client has arrived or will not arrive. */
  void leave(String client) {
    lock.lock();
    try {
      total--;
      inside.computeIfPresent(client, (any, count) -> count == 1 ? null : count - 1);
      left.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How many requests wait now. */
  int waiting() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  private boolean isFull(String client) {
    return total >= ALL || inside.getOrDefault(client, 0) >= EACH;
  }

  /** Waits until there is room for this client; false if there is still none at the end. */
  private boolean hasWaited(String client) {
    if (waiting >= WAITING) {
      return false;
    }
    waiting++;
    try {
      long nanos = patience.toNanos();
      while (isFull(client) && nanos > 0) {
        nanos = left.awaitNanos(nanos);
      }
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    } finally {
      waiting--;
    }
    return !isFull(client);
  }
}
