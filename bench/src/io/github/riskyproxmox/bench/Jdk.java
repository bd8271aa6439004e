package io.github.riskyproxmox.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A JDK to measure with.
 *
 * @param home its JAVA_HOME
 * @param major 21, 25
 */
record Jdk(Path home, int major) {
  private static final Path USUAL = Path.of("/usr/lib/jvm");
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

  /** The JDK that runs this, then one of each other version, 21 or newer, in /usr/lib/jvm. */
  static List<Jdk> found() throws IOException {
    Map<Integer, Jdk> byMajor = new TreeMap<>();
    Jdk own = at(Path.of(System.getProperty("java.home")));
    if (Files.isDirectory(USUAL)) {
      try (Stream<Path> homes = Files.list(USUAL)) {
        for (Path home : homes.sorted(Comparator.naturalOrder()).toList()) {
          if (Files.isExecutable(home.resolve("bin/java"))) {
            Jdk jdk = at(home.toRealPath());
            byMajor.putIfAbsent(jdk.major(), jdk);
          }
        }
      }
    }
    byMajor.remove(own.major());
    List<Jdk> found = new ArrayList<>(List.of(own));
    byMajor.values().stream().filter(jdk -> jdk.major() >= 21).forEach(found::add);
    return found;
  }

  private static Jdk at(Path home) throws IOException {
    Path release = home.resolve("release");
    Matcher version = VERSION.matcher(Files.isReadable(release) ? Files.readString(release) : "");
    int major = version.find() ? Integer.parseInt(version.group(1)) : 0;
    return new Jdk(home, major);
  }

  /** Its {@code java}. */
  String java() {
    return home.resolve("bin/java").toString();
  }

  @Override
  public String toString() {
    return "JDK " + major;
  }
}
