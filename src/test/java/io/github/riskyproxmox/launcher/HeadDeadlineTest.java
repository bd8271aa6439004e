package io.github.riskyproxmox.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HeadDeadlineTest {
  private final List<String> cutOff = new ArrayList<>();
  private final Set<String> gone = new HashSet<>();
  private final Queue<Runnable> later = new ArrayDeque<>();
  private long now;
  private final HeadDeadline<String> deadline =
      new HeadDeadline<>(
          Duration.ofSeconds(20),
          () -> now,
          later::add,
          connection -> !gone.contains(connection),
          cutOff::add);

  @Test
  void aHeadIsCutOffWhenItsTimeIsOverHoweverLittleHasComeLately() {
    deadline.some("slow");
    for (int second = 1; second < 20; second++) {
      pass(1);
      deadline.some("slow");
    }
    assertEquals(List.of(), cutOff);
    pass(1);
    assertEquals(List.of("slow"), cutOff);
  }

  @Test
  void oneThatIsThereIsNotAndTheNextHasItsOwnTime() {
    deadline.some("kept alive");
    pass(15);
    deadline.done("kept alive");
    pass(15);
    deadline.some("kept alive");
    pass(15);
    assertEquals(List.of(), cutOff);
    pass(5);
    assertEquals(List.of("kept alive"), cutOff);
  }

  @Test
  void eachHasItsOwnTime() {
    deadline.some("first");
    pass(10);
    deadline.some("second");
    pass(10);
    assertEquals(List.of("first"), cutOff);
    pass(10);
    assertEquals(List.of("first", "second"), cutOff);
  }

  @Test
  void nobodyLooksWhileThereIsNothingToSee() {
    assertTrue(later.isEmpty());
    deadline.some("slow");
    deadline.some("another");
    assertEquals(1, later.size());
    deadline.done("another");
    pass(20);
    assertTrue(later.isEmpty());

    deadline.some("quick");
    deadline.done("quick");
    pass(1);
    assertTrue(later.isEmpty());
  }

  @Test
  void whoeverHasGoneIsForgotten() {
    deadline.some("gone");
    gone.add("gone");
    pass(1);
    assertTrue(later.isEmpty());
    assertEquals(List.of(), cutOff);
  }

  private void pass(int seconds) {
    now += Duration.ofSeconds(seconds).toNanos();
    List<Runnable> due = List.copyOf(later);
    later.clear();
    due.forEach(Runnable::run);
  }
}
