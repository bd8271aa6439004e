package io.github.riskyproxmox.simulator;

import java.time.Duration;
import java.util.Optional;

/** The work of a resume task: from RAM, or from disk, which is a start (RunState.pm:vm_resume). */
final class ResumeWork {
  private static final Duration RESUMING = Duration.ofMillis(100);
  private final SimCluster cluster;

  ResumeWork(SimCluster cluster) {
    this.cluster = cluster;
  }

  void run(SimVm vm, SimTask task) {
    if (vm.lock().equals(Optional.of("suspended"))) {
      new StartWork(cluster).run(vm, task);
    } else {
      task.lockConfig(vm, () -> unpause(vm, task));
    }
  }

  /** QEMU continues: the guest wakes, boots, or retries its disk access (pve-api.md §14). */
  static void unpause(SimVm vm, SimTask task) {
    Optional<String> lock = vm.lock().filter(value -> !value.equals("backup"));
    if (vm.qmpStatus().equals("running")) {
      task.done();
    } else if (lock.isPresent()) {
      task.fail(PveText.locked(vm, lock.get()));
    } else if (vm.qmpStatus().equals("internal-error")) {
      task.fail(
          "VM "
              + vm.vmid()
              + " qmp command 'cont' failed - Resetting the Virtual Machine is required");
    } else {
      task.after(
          RESUMING,
          () -> {
            vm.process()
                .ifPresent(
                    process -> process.setRunState(vm.isDiskFailing() ? "io-error" : "running"));
            task.done();
          });
    }
  }
}
