package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.simulator.ManualSimClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Time as the simulator has it: a pause advances it, and does what a test planned for then. */
final class SimulatedLaunchClock implements LaunchClock {
  private final ManualSimClock clock;
  private final TreeMap<Instant, Runnable> planned = new TreeMap<>();
  private final Duration limit = Duration.ofHours(1);
  private final Instant start;

  SimulatedLaunchClock(ManualSimClock clock) {
    this.clock = clock;
    this.start = clock.now();
  }

  /** Has something done on the launch's own thread, after so long. */
  void after(Duration delay, Runnable deed) {
    planned.put(start.plus(delay), deed);
  }

  @Override
  public Instant now() {
    return clock.now();
  }

  @Override
  public void pause(Duration longest) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (clock.now().isAfter(start.plus(limit))) {
      throw new IllegalStateException("a launch of more than " + limit);
    }
    clock.advance(longest);
    for (Map.Entry<Instant, Runnable> next = planned.firstEntry();
        next != null && !next.getKey().isAfter(clock.now());
        next = planned.firstEntry()) {
      planned.remove(next.getKey());
      next.getValue().run();
    }
  }

  @Override
  public void wake() {
    // A pause of this clock takes no time.
  }
}
