package io.github.riskyproxmox.domain.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
  private static final Duration ALLOWED = Duration.ofMinutes(3);

  @ParameterizedTest(name = "{0} ms after the request: every {1} ms")
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
        Duration.ofMillis(everyMillis), RetryPolicy.pace(Duration.ofMillis(sinceMillis), ALLOWED));
  }

  @Test
  void itNeverAsksMoreThanFiveTimesInAnySecondHoweverLongItTakes() {
    for (int second = 0; second < 200; second++) {
      Duration at = Duration.ofSeconds(second);
      Duration end = at.plusSeconds(1);
      int asked = 0;
      while (at.compareTo(end) < 0) {
        at = at.plus(RetryPolicy.pace(at, ALLOWED));
        asked++;
      }
      assertTrue(asked <= 5, "asked " + asked + " times in second " + second);
    }
  }

  @ParameterizedTest(name = "\"{0}\": {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          start failed: command '/usr/bin/kvm' failed: got timeout | true
          start failed: command '/usr/bin/kvm -device vfio-pci,host=01' failed: got timeout | true
          start failed: command '/usr/bin/kvm' failed: got timeout (kvm: slow) | true
          VM 102 qmp command 'cont' failed - got timeout | true
          can't lock file '/var/lock/qemu-server/lock-102.conf' - got timeout | false
          start failed: QEMU exited with code 1 (kvm: got timeout) | false
          start failed: QEMU exited with code 1 | false
          unexpected status | false
          """)
  void aStartThatTimedOutMayStillHaveItsEffectAndIsNotTriedAgain(String words, boolean may) {
    assertEquals(may, RetryPolicy.mayComeUp(words));
    assertTrue(!may || RetryPolicy.retryWindow(words).isEmpty());
  }

  @Test
  void rightAfterATasksEndTheStatusIsReadInShortSteps() {
    Instant end = SampleOperations.START;
    Instant until = end.plus(RetryPolicy.CONFIRM);
    int reads = 0;
    for (Instant at = end; at.isBefore(end.plusSeconds(1)); reads++) {
      at = at.plus(RetryPolicy.confirming(until, at));
    }
    assertTrue(reads <= 8, reads + " in the first second");
    assertEquals(Duration.ofMillis(50), RetryPolicy.confirming(until, end));
    assertEquals(Duration.ofMillis(250), RetryPolicy.confirming(until, end.plusMillis(200)));
    assertEquals(Duration.ofMillis(250), RetryPolicy.confirming(until.plusSeconds(60), end));
  }
}
