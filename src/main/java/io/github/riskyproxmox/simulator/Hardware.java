package io.github.riskyproxmox.simulator;

import java.util.List;

/**
 * The hardware of a VM.
 *
 * @param cores of one socket
 * @param memoryMiB in mebibytes
 * @param diskGiB of its boot disk, in gibibytes
 * @param storage the storage of that disk
 * @param hostPci passed-through host devices, as PVE writes them: {@code 0000:01:00.0}
 * @param stateBlockers reasons why its memory cannot be saved: {@code virtiofs}, {@code amd-sev}
 */
public record Hardware(
    int cores,
    int memoryMiB,
    int diskGiB,
    String storage,
    List<String> hostPci,
    List<String> stateBlockers) {

  /** Copies the lists. */
  public Hardware {
    hostPci = List.copyOf(hostPci);
    stateBlockers = List.copyOf(stateBlockers);
  }

  /** Two cores, two gibibytes, nothing special. */
  public static Hardware usual() {
    return new Hardware(2, 2048, 32, "local", List.of(), List.of());
  }

  long memoryBytes() {
    return memoryMiB * 1024L * 1024L;
  }

  long diskBytes() {
    return diskGiB * 1024L * 1024L * 1024L;
  }
}
