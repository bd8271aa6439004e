package io.github.riskyproxmox.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Every trouble at the calls of every kind of launch but that of {@link ShutdownFaultsTest}. */
class FaultMatrixTest {
  @AfterAll
  static void count() {
    System.out.println("Fault matrix: " + FaultMatrix.trials() + " trials");
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"SHUTDOWN", "LATE"})
  void everyTroubleAtEveryCallEndsRightOrWithATrueExplanation(LaunchKind kind) throws Exception {
    assertEquals("", FaultMatrix.ofTroubles(kind));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "SHUTDOWN")
  void aDeathOfTheAgentAtAnyCallIsMadeUpForByTheNextOne(LaunchKind kind) throws Exception {
    assertEquals("", FaultMatrix.ofDeaths(kind));
  }
}
