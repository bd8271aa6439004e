package io.github.riskyproxmox.config;

import java.util.Collection;
import java.util.List;

/** Variables of the Rust program of the same name that this agent replaces by something else. */
final class ReplacedKey {
  private static final String REMOTE_LOG = "REMOTE_LOG_";

  private ReplacedKey() {}

  /**
   * One sentence for those among the keys, with what to use instead. They have no effect, so they
   * do not keep the agent from starting.
   */
  static List<String> warnings(Collection<String> keys, String place) {
    List<String> found = keys.stream().filter(key -> key.startsWith(REMOTE_LOG)).sorted().toList();
    if (found.isEmpty()) {
      return List.of();
    }
    return List.of(
        String.join(", ", found)
            + " in "
            + place
            + (found.size() == 1 ? " has" : " have")
            + " no effect: the log goes to standard error and so to journald; systemd-journal-upload"
            + " sends it to another machine.");
  }
}
