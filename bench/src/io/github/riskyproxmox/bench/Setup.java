package io.github.riskyproxmox.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The options of a run.
 *
 * @param quick whether to use fewer repetitions and one JDK, to show only that it works
 * @param nativeMemory whether to print the JVM's native memory tracking
 * @param jdks the JDKs to measure starts with; everything else is measured with the first
 * @param root the checkout
 * @param directory for homes, states and temporary files
 */
record Setup(boolean quick, boolean nativeMemory, List<Jdk> jdks, Path root, Path directory) {

  /** Reads the options; every other argument is the name of a benchmark. */
  static Setup of(List<String> arguments, List<String> names) throws IOException {
    boolean quick = false;
    boolean nativeMemory = false;
    boolean oneJdk = false;
    for (String argument : arguments) {
      switch (argument) {
        case "--quick" -> quick = true;
        case "--native-memory" -> nativeMemory = true;
        case "--one-jdk" -> oneJdk = true;
        default -> names.add(argument);
      }
    }
    Path root = Path.of("").toAbsolutePath();
    Path directory = Files.createDirectories(root.resolve("target/bench"));
    List<Jdk> jdks = oneJdk || quick ? Jdk.found().subList(0, 1) : Jdk.found();
    return new Setup(quick, nativeMemory, jdks, root, directory);
  }

  /** The JDK for everything except starts. */
  Jdk jdk() {
    return jdks.get(0);
  }

  /** The number of repetitions. */
  int times(int thorough, int few) {
    return quick ? few : thorough;
  }
}
