package io.github.riskyproxmox.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A launch's own time. */
class SystemLaunchClockTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void aClockThatIsSetBackDoesNotHaltALaunch() {
    AtomicReference<Instant> wall = new AtomicReference<>(BEGIN);
    AtomicLong nanos = new AtomicLong(-7);
    LaunchClock launchClock = new SystemLaunchClock(wall::get, nanos::get);
    assertEquals(BEGIN, launchClock.now());
    wall.set(BEGIN.minus(Duration.ofHours(1)));
    nanos.addAndGet(Duration.ofSeconds(3).toNanos());
    assertEquals(BEGIN.plusSeconds(3), launchClock.now());
  }
}
