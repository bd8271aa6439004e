package io.github.riskyproxmox.simulator;

import java.time.Duration;
import java.util.Optional;

/** The work of a suspend task, to RAM or to disk (QemuServer/RunState.pm:vm_suspend). */
final class SuspendWork {
  private static final Duration PAUSING = Duration.ofMillis(100);
  private static final Duration QUITTING = Duration.ofMillis(100);
  private final SimCluster cluster;

  SuspendWork(SimCluster cluster) {
    this.cluster = cluster;
  }

  void pause(SimVm vm, SimTask task) {
    task.lockConfig(
        vm,
        () -> {
          Optional<String> lock = vm.lock().filter(value -> !value.equals("backup"));
          if (lock.isPresent()) {
            task.fail(PveText.locked(vm, lock.get()));
            return;
          }
          task.after(
              PAUSING,
              () -> {
                vm.process().ifPresent(process -> process.setRunState("paused"));
                task.done();
              });
        });
  }

  void hibernate(SimVm vm, SimTask task) {
    task.lockConfig(
        vm,
        () -> {
          if (vm.lock().isPresent()) {
            String lock = vm.lock().get();
            task.fail(
                lock.equals("backup")
                    ? "cannot suspend to disk during backup"
                    : PveText.locked(vm, lock));
          } else if (!vm.hardware().stateBlockers().isEmpty()) {
            task.fail(
                "Cannot live-migrate, snapshot (with RAM), or hibernate a VM with: "
                    + String.join(", ", vm.hardware().stateBlockers()));
          } else if (!vm.isUp()) {
            task.fail(PveText.notRunning(vm.kind(), vm.vmid()));
          } else {
            save(vm, task);
          }
        });
  }

  private void save(SimVm vm, SimTask task) {
    vm.setLock(Optional.of("suspending"));
    task.print("saving VM state and RAM using storage '" + vm.hardware().storage() + "'");
    // While saving, only the lock line of the configuration is set; the lock file is released.
    vm.configLock().release(task);
    Duration nearlyAll = vm.guest().hibernate().multipliedBy(9).dividedBy(10);
    task.after(nearlyAll, () -> setRunState(vm, "finish-migrate"));
    task.after(vm.guest().hibernate(), () -> task.lockConfig(vm, () -> finish(vm, task)));
  }

  private void finish(SimVm vm, SimTask task) {
    Optional<String> failure = vm.guest().hibernateFailure();
    if (failure.isPresent()) {
      // PVE keeps the lock line "to indicate something went wrong".
      setRunState(vm, "running");
      task.fail(failure.get());
      return;
    }
    if (!vm.isUp()) {
      task.fail("query-savevm failed: " + PveText.notRunning(vm.kind(), vm.vmid()));
      return;
    }
    if (!vm.lock().equals(Optional.of("suspending"))) {
      task.fail("lock changed unexpectedly");
      return;
    }
    task.print("State saved, quitting");
    cluster.qemu().exit(vm);
    vm.setSavedState(true);
    cluster.after(QUITTING, () -> vm.setLock(Optional.of("suspended")));
    task.after(
        QUITTING,
        () -> {
          cluster.pci().release(vm, cluster.clock().now());
          task.done();
        });
  }

  private static void setRunState(SimVm vm, String state) {
    vm.process().ifPresent(process -> process.setRunState(state));
  }
}
