package io.github.riskyproxmox.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What is measured, how thoroughly, and where it may write.
 *
 * @param quick fewer repetitions and one JDK: shows that it works, and little more
 * @param nativeMemory whether the virtual machine's own account of its memory is printed
 * @param jdks what to measure starts with; everything else is measured with the first
 * @param root the checkout
 * @param directory for homes, states and temporary files
 */
record Setup(boolean quick, boolean nativeMemory, List<Jdk> jdks, Path root, Path directory) {

  /** Reads the options; what is none is a benchmark's name. */
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

  /** The first, which everything but starts is measured with. */
  Jdk jdk() {
    return jdks.get(0);
  }

  /** That many, or fewer if it is to be quick. */
  int times(int thorough, int few) {
    return quick ? few : thorough;
  }
}
