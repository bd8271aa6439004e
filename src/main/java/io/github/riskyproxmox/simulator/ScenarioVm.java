package io.github.riskyproxmox.simulator;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A guest of a scenario, as it is when the simulator starts.
 *
 * @param vmid 100 or more
 * @param container whether it is an LXC container
 * @param node its node
 * @param name its name
 * @param tags joined by {@code ;}, empty for none
 * @param notes its description, empty for none
 * @param template whether it is a template
 * @param state its state
 * @param uptime how long it has run, if it runs
 * @param lock the lock in its configuration
 * @param ha whether it is HA-managed
 * @param options further lines of its configuration: {@code onboot}, {@code agent}, {@code startup}
 * @param hardware its hardware
 * @param guest its behaviour
 */
public record ScenarioVm(
    int vmid,
    boolean container,
    String node,
    String name,
    String tags,
    String notes,
    boolean template,
    State state,
    Duration uptime,
    Optional<String> lock,
    boolean ha,
    Map<String, String> options,
    Hardware hardware,
    GuestBehaviour guest) {
  /**
   * Checks the state.
   *
   * @throws IllegalArgumentException for a container that is neither stopped nor running
   */
  public ScenarioVm {
    if (container && state != State.STOPPED && state != State.RUNNING) {
      throw new IllegalArgumentException("A container is stopped or running, not " + state + ".");
    }
  }

  /** The state of a guest when the simulator starts. */
  public enum State {
    /** Off. */
    STOPPED,
    /** On. */
    RUNNING,
    /** Paused in RAM. */
    PAUSED,
    /** Saved to disk, lock {@code suspended}. */
    HIBERNATED,
    /** QEMU runs and the guest has not started: {@code prelaunch}. */
    PRELAUNCH,
    /** The guest is asleep (S3): {@code suspended}. */
    SUSPENDED,
    /** A disk cannot be read or written: {@code io-error}. */
    IO_ERROR,
    /** KVM or a device failed: {@code internal-error}. */
    INTERNAL_ERROR,
    /** The guest's kernel panicked: {@code guest-panicked}. */
    GUEST_PANICKED,
    /** The guest is off, QEMU still runs: {@code shutdown}. */
    SHUTDOWN;

    /** QEMU's run state (pve-api.md §14); empty without QEMU. */
    Optional<String> runState() {
      return switch (this) {
        case STOPPED, HIBERNATED -> Optional.empty();
        default -> Optional.of(name().toLowerCase(Locale.ROOT).replace('_', '-'));
      };
    }

    /** The state with that name, or with QEMU's word for it. */
    static State of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  /** A stopped VM with default values. */
  public static ScenarioVm usual(int vmid, String node, String name) {
    return new ScenarioVm(
        vmid,
        false,
        node,
        name,
        "",
        "",
        false,
        State.STOPPED,
        Duration.ZERO,
        Optional.empty(),
        false,
        Map.of(),
        Hardware.usual(),
        GuestBehaviour.usual());
  }
}
