package io.github.riskyproxmox.stop;

import io.github.riskyproxmox.domain.stop.Availability;
import io.github.riskyproxmox.domain.stop.StopSubject;

/** What PVE's configuration lock means for a VM that is to stop: it refuses every way of it. */
final class Locks {
  private Locks() {}

  /** Whether the VM is free to be stopped at all. */
  static Availability of(StopSubject subject) {
    String name = subject.vm().name();
    String lock = subject.status().lock().orElse("");
    return switch (lock) {
      case "" -> new Availability.Available();
      case "suspending" ->
          new Availability.Unavailable(
              ("%s is locked (suspending): it is being hibernated, or a hibernation went wrong. If it"
                      + " stays so, an administrator must run \"qm unlock %s\" on node %s.")
                  .formatted(name, subject.vm().id(), subject.vm().node()));
      case "suspended" ->
          new Availability.Unavailable(
              "%s is just being resumed; try again when it runs.".formatted(name));
      default ->
          new Availability.Unavailable(
              "%s is locked (%s): Proxmox stops it only when that is over.".formatted(name, lock));
    };
  }
}
