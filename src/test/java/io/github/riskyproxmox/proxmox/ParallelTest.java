package io.github.riskyproxmox.proxmox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParallelTest {
  private static final List<Integer> MANY = IntStream.range(0, 200).boxed().toList();

  @Test
  void neverMoreThanAFewAtOnce() {
    AtomicInteger atWork = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();

    Parallel.forEach(
        Gateways.executor(),
        MANY,
        item -> {
          most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
          Thread.yield();
          atWork.decrementAndGet();
        });

    assertTrue(most.get() <= Parallel.WIDTH, most.toString());
  }

  @Test
  void anExecutorThatIsBusyOrClosedStopsNothing() {
    Executor busy = task -> {};
    Executor closed =
        task -> {
          throw new RejectedExecutionException();
        };
    for (Executor executor : List.of(busy, closed)) {
      Set<Integer> done = ConcurrentHashMap.newKeySet();

      Parallel.forEach(executor, MANY, done::add);

      assertEquals(200, done.size());
    }
  }

  @Test
  void aFailureReachesTheCallerWhenAllElseIsDone() {
    Set<Integer> done = ConcurrentHashMap.newKeySet();

    IllegalStateException failure =
        assertThrows(
            IllegalStateException.class,
            () ->
                Parallel.forEach(
                    Gateways.executor(),
                    MANY,
                    item -> {
                      if (item == 3) {
                        throw new IllegalStateException("three");
                      }
                      done.add(item);
                    }));

    assertEquals("three", failure.getMessage());
    assertEquals(199, done.size());
  }
}
