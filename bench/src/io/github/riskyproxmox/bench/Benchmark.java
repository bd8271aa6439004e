package io.github.riskyproxmox.bench;

/** One benchmark. */
interface Benchmark {
  /** Its name on the command line. */
  String name();

  /** Measures, and adds its rows to the table. */
  void run(Setup setup, Table table) throws Exception;
}
