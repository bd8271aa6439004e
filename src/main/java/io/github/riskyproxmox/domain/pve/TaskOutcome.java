package io.github.riskyproxmox.domain.pve;

/** The state of a task (pve-api.md §3: status and exitstatus). */
public sealed interface TaskOutcome {
  /** It has not ended. */
  record Running() implements TaskOutcome {}

  /** Ended with {@code OK}, or with {@code WARNINGS: n}, which is a success too. */
  record Succeeded(int warnings) implements TaskOutcome {}

  /**
   * Ended with any other status.
   *
   * @param words PVE's exitstatus, unchanged
   */
  record Failed(String words) implements TaskOutcome {}

  /** PVE no longer knows the task ({@code no such task}). */
  record Vanished() implements TaskOutcome {}

  /** Translates PVE's exitstatus. */
  static TaskOutcome ended(String exitStatus) {
    if (exitStatus.equals("OK")) {
      return new Succeeded(0);
    }
    if (exitStatus.matches("WARNINGS: \\d{1,9}")) {
      return new Succeeded(Integer.parseInt(exitStatus.substring("WARNINGS: ".length())));
    }
    return new Failed(exitStatus);
  }
}
