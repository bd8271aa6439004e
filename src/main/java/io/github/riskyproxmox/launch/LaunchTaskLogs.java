package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.VmOperation;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.pve.Upid;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What Proxmox logs of a launch's tasks. Nice to have, so a log that cannot be read never stands in
 * the way of a launch. The last line may be asked for by any thread, all else is for one.
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

  /** Another task begins: what it waits for is read soon. */
  void forget() {
    lastLine = Optional.empty();
    readAt = launchClock.now().minus(EVERY).plus(FIRST);
  }

  /** The last line of that task now, blank if there is none; empty if it was not time for it. */
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

  /** A failed start has its reason in its log (pve-api.md §3); the HA manager's has not. */
  Optional<String> complaint(VmOperation order, Upid task) {
    if (order.stops() || order.haManaged()) {
      return Optional.empty();
    }
    try {
      return proxmox.startComplaint(task);
    } catch (PveException unreadable) {
      return Optional.empty();
    }
  }
}
