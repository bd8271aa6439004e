package io.github.riskyproxmox.stop;

import io.github.riskyproxmox.domain.pve.LockMeaning;
import io.github.riskyproxmox.domain.stop.Availability;
import io.github.riskyproxmox.domain.stop.StopSubject;
import io.github.riskyproxmox.domain.vm.Vm;

/** What refuses every way to stop a VM: the lock in its configuration, and a failed HA manager. */
final class Locks {
  private Locks() {}

  /** Whether the VM is free to be stopped at all. */
  static Availability of(StopSubject subject) {
    Vm vm = subject.vm();
    if (subject.status().haFailed()) {
      return new Availability.Unavailable(subject.status().haFailure(vm));
    }
    String lock = subject.status().lock().orElse("");
    return switch (lock) {
      case "" -> new Availability.Available();
      case "suspending" -> new Availability.Unavailable(LockMeaning.sentence(vm, lock) + ".");
      case "suspended" ->
          new Availability.Unavailable(
              "%s is just being resumed; try again when it runs.".formatted(vm.name()));
      default ->
          new Availability.Unavailable(
              LockMeaning.sentence(vm, lock) + ". Proxmox stops it only when that is over.");
    };
  }
}
