package io.github.riskyproxmox.launch;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The directory for the data that must survive a restart of the agent. */
public final class StateDirectory {
  private static final String NAME = "risky-proxmox-agent";

  private StateDirectory() {}

  /**
   * {@code --state-dir}, else the directory that systemd created for the unit, else XDG's.
   *
   * @param option the system property the launcher sets
   * @param environment the process's environment
   * @param home the user's home directory
   */
  public static Path of(Optional<String> option, Map<String, String> environment, String home) {
    if (option.isPresent()) {
      return Path.of(option.get());
    }
    String systemd = environment.getOrDefault("STATE_DIRECTORY", "");
    if (!systemd.isEmpty()) {
      return Path.of(systemd.split(":", 2)[0]);
    }
    String xdg = environment.getOrDefault("XDG_STATE_HOME", "");
    return xdg.isEmpty() ? Path.of(home, ".local", "state", NAME) : Path.of(xdg, NAME);
  }
}
