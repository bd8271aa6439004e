package io.github.riskyproxmox.domain.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatienceTest {
  private static final Duration ALLOWED = Duration.ofMinutes(3);

  @ParameterizedTest(name = "{0} ms after the order: every {1} ms")
  @CsvSource({
    "0, 500",
    "299, 500",
    "300, 250",
    "44999, 250",
    "45000, 500",
    "86999, 500",
    "87001, 250",
    "92999, 250",
    "93001, 500",
    "176999, 500",
    "177001, 250",
    "182999, 250",
    "183001, 500"
  })
  void itAsksQuicklyWhenAnEndIsNearAndSlowlyInTheMiddle(long sinceMillis, long everyMillis) {
    assertEquals(
        Duration.ofMillis(everyMillis), Patience.pace(Duration.ofMillis(sinceMillis), ALLOWED));
  }

  @Test
  void itNeverAsksMoreThanFiveTimesInAnySecondHoweverLongItTakes() {
    for (int second = 0; second < 200; second++) {
      Duration at = Duration.ofSeconds(second);
      Duration end = at.plusSeconds(1);
      int asked = 0;
      while (at.compareTo(end) < 0) {
        at = at.plus(Patience.pace(at, ALLOWED));
        asked++;
      }
      assertTrue(asked <= 5, "asked " + asked + " times in second " + second);
    }
  }
}
