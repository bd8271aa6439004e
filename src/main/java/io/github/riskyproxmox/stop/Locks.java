package io.github.riskyproxmox.stop;

import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.stop.Availability;
import io.github.riskyproxmox.domain.stop.StopSubject;
import io.github.riskyproxmox.domain.vm.Vm;

/** What prevents every stop of a VM: the lock in its configuration, and a failed HA manager. */
final class Locks {
  private Locks() {}

  /** Whether the VM can be stopped at all. */
  static Availability of(StopSubject subject) {
    if (subject.status().haFailed()) {
      return new Availability.Unavailable(subject.vm().haFailure());
    }
    return subject
        .status()
        .lock()
        .filter(lock -> !lock.isEmpty())
        .<Availability>map(lock -> new Availability.Unavailable(reason(subject.vm(), lock)))
        .orElseGet(Availability.Available::new);
  }

  private static Message reason(Vm vm, String lock) {
    return switch (lock) {
      case "suspending" -> Message.of(MessageKey.LOCKED, vm.lockMessage(lock));
      case "suspended" -> Message.of(MessageKey.RESUMING_FROM_DISK, vm.name());
      default -> Message.of(MessageKey.LOCKED_AGAINST_STOP, vm.lockMessage(lock));
    };
  }
}
