package io.github.riskyproxmox.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Describes the machine. Figures of two machines cannot be compared, ratios can. */
final class Machine {
  private Machine() {}

  /** The description in one line. */
  static String describe(Setup setup) throws IOException {
    String model =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 2))
            .findFirst()
            .orElse("unknown processor");
    String load = Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[1];
    return "%s, %d × %s, %s, load over the last 5 minutes %s%s%s"
        .formatted(
            Instant.now().truncatedTo(ChronoUnit.SECONDS),
            Runtime.getRuntime().availableProcessors(),
            model,
            setup.jdks(),
            load,
            setup.quick() ? " (quick: too few repetitions to rely on)" : "",
            setup.nativeMemory() ? " (with native memory tracking, which itself uses memory)" : "");
  }
}
