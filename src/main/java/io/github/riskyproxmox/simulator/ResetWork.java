package io.github.riskyproxmox.simulator;

import java.time.Duration;
import java.util.Optional;

/** The work of the reset and reboot tasks. */
final class ResetWork {
  private static final Duration RESETTING = Duration.ofMillis(100);
  private static final Duration REBOOT_AFTER = Duration.ofMillis(1500);
  private final SimCluster cluster;

  ResetWork(SimCluster cluster) {
    this.cluster = cluster;
  }

  void reset(SimVm vm, SimTask task) {
    task.lockConfig(
        vm,
        () -> {
          if (vm.lock().isPresent()) {
            task.fail(PveText.locked(vm, vm.lock().get()));
          } else {
            task.after(
                RESETTING,
                () -> {
                  // A guest that did not run before the reset does not run after it (pve-api.md
                  // §14).
                  vm.process()
                      .filter(process -> !process.runState().equals("running"))
                      .ifPresent(process -> process.setRunState("prelaunch"));
                  task.done();
                });
          }
        });
  }

  /** A shutdown after which qmeventd starts the VM again, without a task. */
  void reboot(SimVm vm, SimTask task, Optional<Duration> timeout) {
    task.atEnd(
        () -> {
          if (!vm.isUp()) {
            cluster.after(
                REBOOT_AFTER,
                () -> {
                  if (!vm.isUp()) {
                    cluster.qemu().spawn(vm, cluster.clock().now(), "running");
                  }
                });
          }
        });
    new StopWork(cluster).shutdown(vm, task, timeout, false);
  }
}
