package io.github.riskyproxmox.domain.pve;

import io.github.riskyproxmox.domain.vm.Vm;

/** What the lock in a VM's configuration means, in a sentence's end. */
public final class LockMeaning {
  private LockMeaning() {}

  /** {@code windows is locked (backup): a backup of it is under way}, without a full stop. */
  public static String sentence(Vm vm, String lock) {
    return "%s is locked (%s): %s".formatted(vm.name(), PveWords.brief(lock), meaning(vm, lock));
  }

  /** As PVE's documentation of {@code qm.conf} lists them. */
  private static String meaning(Vm vm, String lock) {
    return switch (lock) {
      case "backup" -> "a backup of it is under way";
      case "clone" -> "it is being cloned";
      case "create" -> "it is being created or restored";
      case "migrate" -> "it is being moved to another node";
      case "rollback" -> "it is being set back to a snapshot";
      case "snapshot" -> "a snapshot of it is being made";
      case "snapshot-delete" -> "a snapshot of it is being deleted";
      case "suspended" -> "it is being resumed from disk";
      case "suspending" ->
          ("it is being hibernated, or a hibernation went wrong. If it stays so, an administrator"
                  + " must run \"qm unlock %s\" on node %s")
              .formatted(vm.id(), vm.node());
      default -> "Proxmox is working on it";
    };
  }
}
