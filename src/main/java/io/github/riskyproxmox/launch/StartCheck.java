package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.LaunchPreview.RecoveryOffer;
import io.github.riskyproxmox.domain.launch.Recovery;
import io.github.riskyproxmox.domain.pve.LockMeaning;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.pve.Storage;
import io.github.riskyproxmox.domain.pve.VmStatus;
import io.github.riskyproxmox.domain.stop.Availability;
import io.github.riskyproxmox.domain.stop.StopSubject;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import java.util.List;
import java.util.Optional;

/** What live readings say would make a start fail, so that nothing is stopped for nothing. */
final class StartCheck {
  private final Proxmox proxmox;

  StartCheck(Proxmox proxmox) {
    this.proxmox = proxmox;
  }

  /** Why that VM cannot be launched whatever is done, and what to do about it; empty if it can. */
  Optional<String> refusal(StopSubject target) {
    Vm vm = target.vm();
    if (vm.template()) {
      return Optional.of(vm.name() + " is a template and cannot be started.");
    }
    Optional<String> locked = target.status().lock().flatMap(lock -> locked(target, lock));
    return locked.isPresent() || target.status().power().holdsResources()
        ? locked
        : startFailure(target);
  }

  /** How a target that has crashed can be brought back; empty unless it has. */
  List<RecoveryOffer> recoveries(StopSubject target) {
    if (target.status().power() != PowerState.CRASHED) {
      return List.of();
    }
    Availability restart =
        startFailure(target)
            .<Availability>map(Availability.Unavailable::new)
            .orElseGet(Availability.Available::new);
    return List.of(
        new RecoveryOffer(Recovery.RESET, new Availability.Available()),
        new RecoveryOffer(Recovery.RESTART, restart));
  }

  /** PVE takes a resume of what its QEMU holds during a backup, and nothing else (§14). */
  private static Optional<String> locked(StopSubject target, String lock) {
    Vm vm = target.vm();
    PowerState power = target.status().power();
    if (lock.equals("suspending")) {
      return Optional.of(LockMeaning.sentence(vm, lock) + ".");
    }
    boolean noObstacle =
        switch (power) {
          case RUNNING -> true;
          case PAUSED, ASLEEP, POWERED_OFF -> lock.equals("backup");
          case HIBERNATED -> lock.equals("suspended");
          case CRASHED, STOPPED, UNKNOWN -> false;
        };
    if (noObstacle) {
      return Optional.empty();
    }
    return Optional.of(
        power == PowerState.CRASHED
            ? "%s. It has crashed (%s), and Proxmox neither resets nor stops it before that is over."
                .formatted(LockMeaning.sentence(vm, lock), target.status().qmpStatus())
            : LockMeaning.sentence(vm, lock) + ". Proxmox starts it only when that is over.");
  }

  /** Why PVE would refuse to start what is off. */
  private Optional<String> startFailure(StopSubject target) {
    VmStatus status = target.status();
    return status.haFailed() ? Optional.of(status.haFailure(target.vm())) : missingStorage(target);
  }

  private Optional<String> missingStorage(StopSubject target) {
    Vm vm = target.vm();
    if (target.config().storages().isEmpty()) {
      return Optional.empty();
    }
    return storages(vm).stream()
        .filter(storage -> target.config().storages().contains(storage.id()))
        .filter(storage -> !storage.enabled() || !storage.active())
        .findFirst()
        .map(storage -> missing(vm, storage));
  }

  /** A storage that is not listed is only not to be seen; one that is not read says nothing. */
  private List<Storage> storages(Vm vm) {
    try {
      return proxmox.storages(vm.node());
    } catch (PveException unread) {
      return List.of();
    }
  }

  /** In PVE's own words (pve-api.md §13). */
  private static String missing(Vm vm, Storage storage) {
    String how = storage.enabled() ? "not online" : "disabled";
    String remedy =
        storage.enabled()
            ? "Bring the storage back, then try again."
            : "Enable the storage for that node, or move the disk, then try again.";
    return "%s has a disk on storage %s, and Proxmox cannot start it on node %s: \"storage '%s' is %s\". %s"
        .formatted(vm.name(), storage.id(), vm.node(), storage.id(), how, remedy);
  }
}
