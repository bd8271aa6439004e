package io.github.riskyproxmox.simulator;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One guest of a scenario, as it is when the simulator starts.
 *
 * @param vmid 100 or more
 * @param container whether it is an LXC container
 * @param node where it is
 * @param name as shown
 * @param tags joined by {@code ;}, empty for none
 * @param notes its description, empty for none
 * @param template whether it is one
 * @param state what it does at the beginning
 * @param uptime since when, if it runs
 * @param lock the lock in its configuration
 * @param ha whether the HA manager keeps it
 * @param options further lines of its configuration: {@code onboot}, {@code agent}, {@code startup}
 * @param hardware what it is made of
 * @param guest how it behaves
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

  /** What a guest can do at the beginning. */
  public enum State {
    /** Off. */
    STOPPED,
    /** On. */
    RUNNING,
    /** Paused in RAM. */
    PAUSED,
    /** Saved to disk, lock {@code suspended}. */
    HIBERNATED,
    /** QEMU is there and the guest has not begun: {@code prelaunch}. */
    PRELAUNCH,
    /** The guest sleeps (S3): {@code suspended}. */
    SUSPENDED,
    /** A disk could not be written or read: {@code io-error}. */
    IO_ERROR,
    /** KVM or a device failed: {@code internal-error}. */
    INTERNAL_ERROR,
    /** The guest's kernel gave up: {@code guest-panicked}. */
    GUEST_PANICKED,
    /** Powered off, QEMU kept: {@code shutdown}. */
    SHUTDOWN;

    /** QEMU's run state in it (pve-api.md §14); empty where there is no QEMU. */
    Optional<String> runState() {
      return switch (this) {
        case STOPPED, HIBERNATED -> Optional.empty();
        default -> Optional.of(name().toLowerCase(Locale.ROOT).replace('_', '-'));
      };
    }

    /** The one with that name, or with QEMU's word for it. */
    static State of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  /** A stopped VM with nothing special. */
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
