package io.github.riskyproxmox.web.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class MachineNameTest {
  private Instant now = Instant.EPOCH;
  private Optional<String> found = Optional.empty();
  private int searches;

  private final MachineName name =
      new MachineName(
          () -> now,
          () -> {
            searches++;
            return found;
          },
          Runnable::run);

  @Test
  void aFailedLookupIsRepeatedAfterAMinute() {
    assertEquals("", name.get());
    found = Optional.of("agent.example.com");
    now = now.plusSeconds(59);
    assertEquals("", name.get());
    assertEquals(1, searches);

    now = now.plusSeconds(1);
    assertEquals("agent.example.com", name.get());
  }

  @Test
  void noRequestWaitsForALookupAndOnlyOneRunsAtATime() {
    Queue<Runnable> begun = new ArrayDeque<>();
    MachineName slow =
        new MachineName(() -> now, () -> Optional.of("agent.example.com"), begun::add);

    for (int minute = 0; minute < 10; minute++) {
      assertEquals("", slow.get());
      now = now.plusSeconds(60);
    }
    assertEquals(1, begun.size());

    begun.remove().run();
    assertEquals("agent.example.com", slow.get());
  }

  @Test
  void aNameThatWasFoundIsCached() {
    found = Optional.of("agent.example.com");
    name.get();
    found = Optional.empty();
    now = now.plusSeconds(3600);

    assertEquals("agent.example.com", name.get());
    assertEquals(1, searches);
  }
}
