package io.github.riskyproxmox.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Every trouble at the calls of the one kind of launch of which all calls are struck. It is apart
 * from {@link FaultMatrixTest} because Surefire runs it, with TLS 1.3: there a handshake that fails
 * is noticed later than with the 1.2 of Failsafe's.
 */
class ShutdownFaultsTest {
  @AfterAll
  static void count() {
    System.out.println("Faults of a shutdown: " + FaultMatrix.trials() + " trials");
  }

  @Test
  void everyTroubleAtEveryCallEndsRightOrWithATrueExplanation() throws Exception {
    assertEquals("", FaultMatrix.ofTroubles(LaunchKind.SHUTDOWN));
  }

  @Test
  void aDeathOfTheAgentAtAnyCallIsMadeUpForByTheNextOne() throws Exception {
    assertEquals("", FaultMatrix.ofDeaths(LaunchKind.SHUTDOWN));
  }
}
