package io.github.riskyproxmox.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimLoadTest {
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  @ParameterizedTest
  @ValueSource(ints = {100, 101, 137, 999, 999_999_999})
  void theLoadMovesWithinItsLimits(int vmid) {
    Set<Double> cpus = new HashSet<>();
    Set<Long> memories = new HashSet<>();
    for (int seconds = 0; seconds < 3600; seconds += 10) {
      Instant now = START.plusSeconds(seconds);
      double cpu = SimLoad.cpu(vmid, now);
      long memory = SimLoad.memory(vmid, 1L << 30, now);
      assertTrue(cpu > 0 && cpu < 1, vmid + ": " + cpu);
      assertTrue(memory > 0 && memory < 1L << 30, vmid + ": " + memory);
      assertEquals(cpu, SimLoad.cpu(vmid, now));
      cpus.add(cpu);
      memories.add(memory);
    }
    assertTrue(cpus.size() > 20, cpus.toString());
    assertTrue(memories.size() > 20, memories.toString());
  }
}
