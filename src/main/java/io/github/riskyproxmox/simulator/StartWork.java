package io.github.riskyproxmox.simulator;

import java.time.Duration;
import java.util.Optional;

/**
 * The work of a start task, including a resume from disk (QemuServer.pm:vm_start); and of a
 * container's (pve-api.md §12).
 */
final class StartWork {
  private static final String UEFI_WARNING =
      "EFI disk without 'ms-cert=2023k' option, suggesting that not all UEFI 2023 certificates are"
          + " enrolled!";
  private final SimCluster cluster;

  StartWork(SimCluster cluster) {
    this.cluster = cluster;
  }

  void run(SimVm vm, SimTask task) {
    task.lockConfig(vm, () -> begin(vm, task));
  }

  private void begin(SimVm vm, SimTask task) {
    Optional<String> lock = vm.lock().filter(value -> !value.equals("suspended"));
    if (vm.isTemplate()) {
      task.fail("you can't start a " + (vm.isContainer() ? "CT" : "vm") + " if it's a template");
    } else if (!vm.isContainer() && vm.isUp() && lock.equals(Optional.of("backup"))) {
      ResumeWork.unpause(vm, task);
    } else if (lock.isPresent()) {
      task.fail(PveText.locked(vm, lock.get()));
    } else if (vm.isUp()) {
      task.fail(PveText.alreadyRunning(vm.kind(), vm.vmid()));
    } else {
      launch(vm, task);
    }
  }

  private void launch(SimVm vm, SimTask task) {
    if (vm.hasSavedState()) {
      task.print("Resuming suspended VM");
    }
    Optional<String> lost = missingStorage(vm);
    if (lost.isPresent()) {
      task.fail(lost.get());
      return;
    }
    Optional<String> busy = cluster.pci().reserve(vm, task, cluster.clock().now());
    if (busy.isPresent()) {
      task.fail(busy.get());
      return;
    }
    task.atEnd(() -> cluster.pci().cancel(vm));
    for (int count = 0; count < vm.guest().startWarnings(); count++) {
      task.warn(UEFI_WARNING);
    }
    if (!vm.isContainer() && vm.guest().start().compareTo(limit(vm)) > 0) {
      Duration late = vm.guest().start().minus(limit(vm));
      task.after(
          limit(vm),
          () -> {
            cluster.after(late, () -> comeAnyway(vm));
            task.fail("start failed: command '/usr/bin/kvm' failed: got timeout");
          });
      return;
    }
    Duration untilUp = vm.guest().start().dividedBy(2);
    task.after(untilUp, () -> come(vm, task, vm.guest().start().minus(untilUp)));
  }

  /** PVE's error if the storage of the disk is not available (pve-api.md §13). */
  private Optional<String> missingStorage(SimVm vm) {
    return cluster.storages(vm.node()).stream()
        .filter(storage -> storage.storage().equals(vm.hardware().storage()))
        .filter(storage -> !storage.enabled() || !storage.active())
        .map(
            storage ->
                "storage '"
                    + storage.storage()
                    + (storage.enabled() ? "' is not online" : "' is disabled"))
        .findFirst();
  }

  /** PVE's timeout for the start of QEMU (QemuServer/Helpers.pm:config_aware_timeout). */
  private static Duration limit(SimVm vm) {
    long seconds = Math.max(30, vm.hardware().memoryMiB() / 1024);
    if (!vm.hardware().hostPci().isEmpty()) {
      seconds *= 4;
    }
    return Duration.ofSeconds(vm.hasSavedState() ? Math.max(300, seconds) : seconds);
  }

  /** PVE's timeout is over, but QEMU continues to start. */
  private void comeAnyway(SimVm vm) {
    if (!vm.isUp() && cluster.vm(vm.vmid()).filter(vm::equals).isPresent()) {
      cluster.qemu().spawn(vm, cluster.clock().now(), "running");
    }
  }

  private void come(SimVm vm, SimTask task, Duration rest) {
    Optional<String> failure = vm.guest().startFailure();
    if (failure.isPresent()) {
      task.print(vm.guest().startLog().orElse("kvm: failed to initialize"));
      task.fail(failure.get());
      return;
    }
    boolean fromDisk = vm.hasSavedState();
    cluster.qemu().spawn(vm, cluster.clock().now(), fromDisk ? "inmigrate" : "running");
    task.after(
        fromDisk ? vm.guest().hibernate() : rest,
        () -> {
          if (fromDisk) {
            vm.process().ifPresent(process -> process.setRunState("running"));
            task.print("Resumed VM, removing state");
            vm.setSavedState(false);
            vm.setLock(Optional.empty());
          }
          task.done();
        });
  }
}
