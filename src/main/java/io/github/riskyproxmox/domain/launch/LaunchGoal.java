package io.github.riskyproxmox.domain.launch;

import java.util.Locale;

/** What a launch leads to, as messages and clients call it. */
public enum LaunchGoal {
  /** The target runs. */
  LAUNCH,
  /** The target has stopped. */
  STOP,
  /** The target has stopped, and runs again. */
  RESTART,
  /** The node is shut down. */
  HOST_SHUTDOWN;

  /** Its name in the API and in the resource bundle. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
