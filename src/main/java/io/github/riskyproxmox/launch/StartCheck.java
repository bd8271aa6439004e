package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.conflict.TagPolicy;
import io.github.riskyproxmox.domain.launch.LaunchPreview.RecoveryOffer;
import io.github.riskyproxmox.domain.launch.Recovery;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.message.MessageKey;
import io.github.riskyproxmox.domain.pve.Proxmox;
import io.github.riskyproxmox.domain.pve.PveException;
import io.github.riskyproxmox.domain.pve.Storage;
import io.github.riskyproxmox.domain.stop.Availability;
import io.github.riskyproxmox.domain.stop.StopSubject;
import io.github.riskyproxmox.domain.vm.PowerState;
import io.github.riskyproxmox.domain.vm.Vm;
import java.util.List;
import java.util.Optional;

/** Checks by live readings whether a start would fail, so that no VM is stopped in vain. */
final class StartCheck {
  private final Proxmox proxmox;

  StartCheck(Proxmox proxmox) {
    this.proxmox = proxmox;
  }

  /** Why that VM cannot be launched in any way, and what to do about it; empty if it can. */
  Optional<Message> refusal(StopSubject target) {
    Vm vm = target.vm();
    if (vm.template()) {
      return Optional.of(Message.of(MessageKey.TEMPLATE, vm.name()));
    }
    Optional<Message> locked = target.status().lock().flatMap(lock -> locked(target, lock));
    return locked.isPresent() || target.status().power().holdsResources()
        ? locked
        : startFailure(target);
  }

  /** How a target that has crashed can be brought back; empty unless it has. */
  List<RecoveryOffer> recoveries(StopSubject target) {
    if (target.status().power() != PowerState.CRASHED) {
      return List.of();
    }
    Optional<Message> kill =
        TagPolicy.isNeverKill(target.vm().tags())
            ? Optional.of(Message.of(MessageKey.NEVER_KILL, target.vm().name()))
            : Optional.empty();
    Availability restart =
        kill.or(() -> startFailure(target))
            .<Availability>map(Availability.Unavailable::new)
            .orElseGet(Availability.Available::new);
    return List.of(
        new RecoveryOffer(Recovery.RESET, new Availability.Available()),
        new RecoveryOffer(Recovery.RESTART, restart));
  }

  /** During a backup PVE accepts a resume, and no other operation (pve-api.md §14). */
  private static Optional<Message> locked(StopSubject target, String lock) {
    Message meaning = target.vm().lockMessage(lock);
    PowerState power = target.status().power();
    if (lock.equals("suspending")) {
      return Optional.of(Message.of(MessageKey.LOCKED, meaning));
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
            ? Message.of(MessageKey.LOCKED_AND_CRASHED, meaning, target.status().qmpStatus())
            : Message.of(MessageKey.LOCKED_AGAINST_START, meaning));
  }

  /** Why PVE would refuse to start that VM if it were off. */
  Optional<Message> startFailure(StopSubject target) {
    return target.status().haFailed()
        ? Optional.of(target.vm().haFailure())
        : missingStorage(target);
  }

  private Optional<Message> missingStorage(StopSubject target) {
    if (target.config().storages().isEmpty()) {
      return Optional.empty();
    }
    Vm vm = target.vm();
    return storages(vm).stream()
        .filter(storage -> target.config().storages().contains(storage.id()))
        .filter(storage -> !storage.enabled() || !storage.active())
        .findFirst()
        .map(
            storage ->
                Message.of(
                    storage.enabled() ? MessageKey.STORAGE_OFFLINE : MessageKey.STORAGE_DISABLED,
                    vm.name(),
                    storage.id(),
                    vm.node().toString()));
  }

  /** A storage that is not listed may only be invisible to the token (pve-api.md §13). */
  private List<Storage> storages(Vm vm) {
    try {
      return proxmox.storages(vm.node());
    } catch (PveException unread) {
      return List.of();
    }
  }
}
