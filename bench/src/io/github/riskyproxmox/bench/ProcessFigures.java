package io.github.riskyproxmox.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Figures of a process from /proc. */
final class ProcessFigures {
  /** USER_HZ, which is 100 on every Linux that runs Proxmox VE or Java. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;

  private ProcessFigures() {}

  /** The resident set in MB (10⁶ bytes). */
  static double residentMegabytes(long pid) throws IOException {
    return status(pid, "VmRSS:") * 1024 / 1_000_000.0;
  }

  /** The number of threads. */
  static double threads(long pid) throws IOException {
    return status(pid, "Threads:");
  }

  /** The processor time used so far. */
  static double cpuSeconds(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    // The name, in parentheses, may contain anything.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]))
        / TICKS_PER_SECOND;
  }

  private static double status(long pid, String key) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith(key))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", "")))
        .findFirst()
        .orElseThrow();
  }
}
