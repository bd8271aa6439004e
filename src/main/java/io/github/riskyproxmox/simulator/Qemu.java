package io.github.riskyproxmox.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Starts and ends QEMU processes and those of containers, and does what qmeventd does after QEMU's
 * end.
 */
final class Qemu {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration CLEANUP_AFTER = Duration.ofSeconds(1);
  private static final Duration CLEANUP_WAITS = Duration.ofSeconds(30);
  private final SimCluster cluster;

  Qemu(SimCluster cluster) {
    this.cluster = cluster;
  }

  void spawn(SimVm vm, Instant since, String runState) {
    QemuProcess process = new QemuProcess(cluster.book().nextPid(), since, runState);
    vm.setProcess(Optional.of(process));
    cluster.pci().use(vm, process.pid());
  }

  /**
   * Sends the shutdown request to the guest, which powers off later: through an agent that answers,
   * else by ACPI (pve-api.md §11). A guest that is asleep, has crashed or is off ignores it
   * (pve-api.md §14).
   */
  void requestShutdown(SimVm vm) {
    vm.process()
        .filter(process -> !process.isPoweringDown())
        .filter(process -> !vm.guest().ignoresAcpi() || GuestAgent.answers(vm))
        .filter(process -> vm.hears())
        .ifPresent(
            process ->
                process.setPowerDown(cluster.after(vm.guest().shutdown(), () -> powerOff(vm))));
  }

  /** Tells the process to quit; it ends a little later. */
  void quit(SimVm vm) {
    Optional<QemuProcess> process = vm.process();
    cluster.after(
        vm.guest().stop(),
        () -> {
          if (vm.process().equals(process)) {
            exit(vm);
          }
        });
  }

  /** The guest powered off: QEMU ends, or stays during a backup (pve-api.md §14). */
  void powerOff(SimVm vm) {
    if (vm.lock().equals(Optional.of("backup")) && !vm.isContainer()) {
      vm.process().ifPresent(process -> process.setRunState("shutdown"));
    } else {
      exit(vm);
    }
  }

  /** The process ends, for any reason. */
  void exit(SimVm vm) {
    if (vm.isUp()) {
      vanish(vm);
      if (!vm.isContainer()) {
        cluster.after(CLEANUP_AFTER, () -> cleanUp(vm));
      }
      cluster.ha().noticeExit(vm);
    }
  }

  /** The process ended, and no task cleans up after it. */
  void vanish(SimVm vm) {
    vm.process().ifPresent(QemuProcess::cancelPowerDown);
    vm.setProcess(Optional.empty());
  }

  /**
   * {@code qm cleanup} waits for the VM's lock file. If the VM is running again by then, it holds
   * the lock while it waits in vain for the VM's end (qemu-server 9.1.13 and later).
   */
  private void cleanUp(SimVm vm) {
    Object cleanup = new Object();
    vm.configLock()
        .acquire(
            cleanup,
            () -> {
              if (!vm.isUp()) {
                cluster.pci().release(vm, cluster.clock().now());
                vm.configLock().release(cleanup);
              } else if (cluster.scenario().cleanupTrap()) {
                holdOn(vm, cleanup, CLEANUP_WAITS);
              } else {
                vm.configLock().release(cleanup);
              }
            });
  }

  private void holdOn(SimVm vm, Object cleanup, Duration left) {
    if (vm.isUp() && !left.isZero()) {
      cluster.after(SECOND, () -> holdOn(vm, cleanup, left.minus(SECOND)));
    } else {
      vm.configLock().release(cleanup);
    }
  }
}
