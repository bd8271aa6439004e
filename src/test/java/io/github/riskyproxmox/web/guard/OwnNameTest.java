package io.github.riskyproxmox.web.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnNameTest {
  private Instant now = Instant.EPOCH;
  private Optional<String> found = Optional.empty();
  private int searches;

  private final OwnName name =
      new OwnName(
          () -> now,
          () -> {
            searches++;
            return found;
          });

  @Test
  void aNameThatWasNotFoundIsLookedForAgainAfterAMinute() {
    assertEquals("", name.get());
    found = Optional.of("agent.example.com");
    now = now.plusSeconds(59);
    assertEquals("", name.get());
    assertEquals(1, searches);

    now = now.plusSeconds(1);
    assertEquals("agent.example.com", name.get());
  }

  @Test
  void aNameThatWasFoundIsKept() {
    found = Optional.of("agent.example.com");
    name.get();
    found = Optional.empty();
    now = now.plusSeconds(3600);

    assertEquals("agent.example.com", name.get());
    assertEquals(1, searches);
  }
}
