package io.github.riskyproxmox.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineLimitTest {
  private Instant now = Instant.EPOCH.plusSeconds(1_000);
  private final LineLimit limit = new LineLimit(2, () -> now);

  @Test
  void linesAboveTheLimitAreLeftOutAndCounted() {
    assertEquals(Optional.of("a"), line("a"));
    assertEquals(Optional.of("b"), line("b"));
    assertEquals(Optional.empty(), line("c"));
    assertEquals(Optional.empty(), line("d"));

    now = now.plusSeconds(60);
    assertEquals(Optional.of("e (2 more things were not logged)"), line("e"));
    assertEquals(Optional.of("f"), line("f"));
  }

  @Test
  void aClockThatWasSetBackDoesNotStopTheLog() {
    line("a");
    line("b");
    now = now.minusSeconds(3_600);

    assertEquals(Optional.of("c"), line("c"));
  }

  private Optional<String> line(String text) {
    return limit.line(() -> text, "things");
  }
}
