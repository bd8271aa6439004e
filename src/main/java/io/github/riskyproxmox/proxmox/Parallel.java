package io.github.riskyproxmox.proxmox;

import io.github.riskyproxmox.domain.pve.PveUnavailable;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does the same for many items, a few at a time. The caller's thread works too and waits only for
 * work that has begun, so a busy executor makes it slower but never stops it.
 */
final class Parallel<T> {
  /** How many requests to Proxmox may be under way at once. */
  static final int WIDTH = 8;

  private final Queue<T> queue;
  private final Consumer<T> work;
  private final CountDownLatch unfinished;
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

  private Parallel(Collection<T> items, Consumer<T> work) {
    this.queue = new ConcurrentLinkedQueue<>(items);
    this.work = work;
    this.unfinished = new CountDownLatch(items.size());
  }

  /** Returns when all is done, or throws the first failure when all is done. */
  static <T> void forEach(Executor executor, Collection<T> items, Consumer<T> work) {
    Parallel<T> parallel = new Parallel<>(items, work);
    try {
      for (int helper = 1; helper < Math.min(WIDTH, items.size()); helper++) {
        executor.execute(parallel::drain);
      }
    } catch (RejectedExecutionException busy) {
      // Then fewer threads do the work.
    }
    parallel.drain();
    parallel.await();
  }

  private void drain() {
    for (T next = queue.poll(); next != null; next = queue.poll()) {
      try {
        work.accept(next);
      } catch (RuntimeException failed) {
        failure.compareAndSet(null, failed);
      } finally {
        unfinished.countDown();
      }
    }
  }

  private void await() {
    try {
      unfinished.await();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new PveUnavailable(
          "The agent is stopping.", PveUnavailable.Delivery.UNCERTAIN, stopping);
    }
    RuntimeException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
  }
}
