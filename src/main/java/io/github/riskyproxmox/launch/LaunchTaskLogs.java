package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.VmOperation;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.pve.Upid;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads Proxmox's logs of a launch's tasks. A log that cannot be read is left out. Any thread may
 * ask for the last line; the other methods are for one thread.
 */
final class LaunchTaskLogs {
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final Duration FIRST = Duration.ofSeconds(1);

  private final Proxmox proxmox;
  private final LaunchClock launchClock;
  private volatile Optional<String> lastLine = Optional.empty();
  private Instant readAt;

  LaunchTaskLogs(Proxmox proxmox, LaunchClock launchClock) {
    this.proxmox = proxmox;
    this.launchClock = launchClock;
    this.readAt = launchClock.now();
  }

  /** PVE's last line about the current task, as last read. */
  Optional<String> lastLine() {
    return lastLine;
  }

  /** Another task begins: its log is read soon. */
  void forget() {
    lastLine = Optional.empty();
    readAt = launchClock.now().minus(EVERY).plus(FIRST);
  }

  /** The last line of that task now, blank if there is none; empty if it is not due yet. */
  Optional<String> read(Upid task) {
    Instant now = launchClock.now();
    if (now.isBefore(readAt.plus(EVERY))) {
      return Optional.empty();
    }
    readAt = now;
    try {
      lastLine = proxmox.lastLogLine(task);
    } catch (PveException unreadable) {
      lastLine = Optional.empty();
    }
    return Optional.of(lastLine.orElse(""));
  }

  /** The reason of a failed start (pve-api.md §3). The log of an HA task has none. */
  Optional<String> complaint(VmOperation operation, Upid task) {
    if (operation.stops() || operation.haManaged()) {
      return Optional.empty();
    }
    try {
      return proxmox.startComplaint(task);
    } catch (PveException unreadable) {
      return Optional.empty();
    }
  }
}
