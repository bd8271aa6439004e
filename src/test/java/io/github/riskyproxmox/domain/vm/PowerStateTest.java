package io.github.riskyproxmox.domain.vm;

import static io.github.riskyproxmox.message.Messages.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** pve-api.md §2 and §14. */
class PowerStateTest {
  @ParameterizedTest
  @CsvSource({
    "running,RUNNING",
    "paused,PAUSED",
    "prelaunch,PAUSED",
    "suspended,ASLEEP",
    "io-error,CRASHED",
    "internal-error,CRASHED",
    "guest-panicked,CRASHED",
    "shutdown,POWERED_OFF",
    "inmigrate,RUNNING",
    "finish-migrate,RUNNING",
    "'',RUNNING",
    "a-word-of-tomorrow,RUNNING"
  })
  void qmpstatusDecidesWhatARunningQemuMeans(String qmpStatus, PowerState expected) {
    assertEquals(expected, PowerState.of("running", qmpStatus, ""));
    assertEquals(expected, PowerState.of("running", qmpStatus, "backup"));
    assertTrue(expected.holdsResources());
  }

  @Test
  void withoutQemuTheLockDecides() {
    assertEquals(PowerState.STOPPED, PowerState.of("stopped", "stopped", ""));
    assertEquals(PowerState.STOPPED, PowerState.of("stopped", "stopped", "backup"));
    assertEquals(PowerState.HIBERNATED, PowerState.of("stopped", "stopped", "suspended"));
    assertEquals(PowerState.UNKNOWN, PowerState.of("unknown", "", ""));
    assertFalse(PowerState.HIBERNATED.holdsResources());
  }

  @ParameterizedTest
  @EnumSource(PowerState.class)
  void aCrashIsReportedWithProxmoxsWord(PowerState state) {
    assertEquals(
        state == PowerState.CRASHED,
        text(state.message("io-error")).contains("io-error"),
        state::name);
    assertFalse(text(state.message("")).isBlank());
  }
}
