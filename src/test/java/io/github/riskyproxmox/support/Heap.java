package io.github.riskyproxmox.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory of a Java process.
 *
 * @param used bytes of its heap
 * @param resident bytes of memory
 */
public record Heap(long used, long resident) {
  private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  // The serial collector compacts wholly only every fourth time (MarkSweepAlwaysCompactCount); in
  // between it leaves garbage of up to a twentieth of the heap's capacity, which counts as used.
  private static final int COLLECTIONS = 4;

  /** Measures after as many full collections as remove all garbage. */
  public static Heap afterCollection(long pid) throws IOException, InterruptedException {
    long used = Long.MAX_VALUE;
    for (int count = 0; count < COLLECTIONS; count++) {
      jcmd(pid, "GC.run");
      used = Math.min(used, sum(USED, jcmd(pid, "GC.heap_info")));
    }
    Path status = Path.of("/proc", Long.toString(pid), "status");
    return new Heap(used, sum(RESIDENT, Files.readString(status)));
  }

  private static long sum(Pattern pattern, String text) {
    long kilobytes = 0;
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      kilobytes += Long.parseLong(matcher.group(1));
    }
    if (kilobytes == 0) {
      throw new AssertionError("no sizes in: " + text);
    }
    return kilobytes * 1024;
  }

  private static String jcmd(long pid, String command) throws IOException, InterruptedException {
    String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(program, Long.toString(pid), command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(text);
    }
    return text;
  }

  @Override
  public String toString() {
    return "%.1f MB of heap, %d MB resident".formatted(used / 1048576.0, resident >> 20);
  }
}
