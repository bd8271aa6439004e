package io.github.riskyproxmox.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Runs the named benchmarks, or all, and prints one table. */
public final class Bench {
  private static final List<Benchmark> ALL =
      List.of(
          new GapBench(),
          new QuietBench(),
          new StartBench(),
          new MemoryBench(),
          new ManyBench(),
          new EventsBench());

  private Bench() {}

  /** Accepts names of benchmarks, and the options of {@link Setup}. */
  public static void main(String[] arguments) throws Exception {
    List<String> names = new ArrayList<>();
    Setup setup = Setup.of(List.of(arguments), names);
    Set<String> known = ALL.stream().map(Benchmark::name).collect(Collectors.toSet());
    Set<String> unknown = new TreeSet<>(names);
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      System.err.println("Unknown benchmark " + unknown + "; the benchmarks are " + known + ".");
      System.exit(2);
    }
    Table table = new Table();
    boolean failed = false;
    for (Benchmark benchmark : ALL) {
      if (names.isEmpty() || names.contains(benchmark.name())) {
        Progress.say(benchmark.name());
        failed |= !hasRun(benchmark, setup, table);
      }
    }
    System.out.println(Machine.describe(setup));
    System.out.println();
    System.out.print(table.markdown());
    // Without it the threads of HttpClient keep the JVM running for another minute.
    System.exit(failed ? 1 : 0);
  }

  /** A failure becomes a row, so that the results of the other benchmarks are not lost. */
  private static boolean hasRun(Benchmark benchmark, Setup setup, Table table)
      throws InterruptedException {
    try {
      benchmark.run(setup, table);
      return true;
    } catch (InterruptedException stopping) {
      throw stopping;
    } catch (Exception | Error failure) {
      failure.printStackTrace();
      String reason = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
      table.words(benchmark.name(), "failed: " + reason.replace('|', '/'));
      return false;
    }
  }
}
