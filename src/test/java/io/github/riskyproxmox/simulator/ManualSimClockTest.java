package io.github.riskyproxmox.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManualSimClockTest {
  private final ManualSimClock clock = SimClock.manual();
  private final Instant begin = clock.now();
  private final List<String> happened = new ArrayList<>();

  @Test
  void timeStandsStillUntilItIsAdvanced() {
    clock.hold(Duration.ofHours(1));
    assertEquals(begin, clock.now());
    clock.advance(Duration.ofSeconds(3));
    assertEquals(begin.plusSeconds(3), clock.now());
  }

  @Test
  void eventsRunAtTheirTimesInTheirOrder() {
    note(3, "c");
    note(1, "a");
    note(3, "d");
    note(2, "b");
    note(9, "later");
    clock.advance(Duration.ofSeconds(5));
    assertEquals(List.of("a@1", "b@2", "c@3", "d@3"), happened);
    assertEquals(begin.plusSeconds(5), clock.now());
  }

  @Test
  void anEventPlannedByAnotherRunsInTheSameAdvance() {
    clock.schedule(Duration.ofSeconds(1), () -> note(1, "second"));
    clock.advance(Duration.ofSeconds(2));
    assertEquals(List.of("second@2"), happened);
  }

  @Test
  void aCancelledEventDoesNotRun() {
    SimClock.Alarm alarm = clock.schedule(Duration.ofSeconds(1), () -> happened.add("no"));
    alarm.cancel();
    clock.advance(Duration.ofSeconds(2));
    assertEquals(List.of(), happened);
  }

  private void note(long seconds, String name) {
    clock.schedule(
        Duration.ofSeconds(seconds),
        () -> happened.add(name + "@" + Duration.between(begin, clock.now()).toSeconds()));
  }
}
