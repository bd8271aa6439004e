package io.github.riskyproxmox.bench;

/** One of the things that can be measured. */
interface Benchmark {
  /** What it is called on the command line. */
  String name();

  /** Measures, and adds its rows. */
  void run(Setup setup, Table table) throws Exception;
}
