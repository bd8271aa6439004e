package io.github.riskyproxmox.config;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Variables of the Rust program of the same name that have no effect here. */
final class ReplacedKey {
  private static final String REMOTE_LOG = "REMOTE_LOG_";
  private static final String LOG_LEVEL = "RUST_LOG";

  private ReplacedKey() {}

  /**
   * A sentence for those among the keys, with what to use instead. They do not keep the agent from
   * starting.
   */
  static List<String> warnings(Collection<String> keys, String place) {
    List<String> remoteLog =
        keys.stream().filter(key -> key.startsWith(REMOTE_LOG)).sorted().toList();
    Stream<String> upload =
        remoteLog.isEmpty()
            ? Stream.empty()
            : Stream.of(
                sentence(String.join(", ", remoteLog), place)
                    + "the log goes to standard error and so to journald; systemd-journal-upload"
                    + " sends it to another machine.");
    Stream<String> level =
        keys.contains(LOG_LEVEL)
            ? Stream.of(sentence(LOG_LEVEL, place) + "the log has only one level.")
            : Stream.empty();
    return Stream.concat(upload, level).toList();
  }

  private static String sentence(String keys, String place) {
    return "The agent ignores " + keys + " in " + place + ": ";
  }
}
