package io.github.riskyproxmox.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** QEMU processes: how they come and go, and what qmeventd does when one has gone. */
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
   * The guest is told to power off; it does so in its own time, whoever waits for it. A guest that
   * sleeps, has crashed or is off already does not hear it (pve-api.md §14).
   */
  void pressPowerButton(SimVm vm) {
    vm.process()
        .filter(process -> !process.isPoweringDown() && !vm.guest().ignoresAcpi())
        .filter(process -> vm.hears())
        .ifPresent(
            process ->
                process.setPowerDown(cluster.after(vm.guest().shutdown(), () -> powerOff(vm))));
  }

  /** The process is told to quit, and does so a little later. */
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

  /** The guest has powered off: QEMU ends with it, or is kept during a backup (pve-api.md §14). */
  void powerOff(SimVm vm) {
    if (vm.lock().equals(Optional.of("backup"))) {
      vm.process().ifPresent(process -> process.setRunState("shutdown"));
    } else {
      exit(vm);
    }
  }

  /** The process ends, whatever the reason. */
  void exit(SimVm vm) {
    if (vm.isUp()) {
      vanish(vm);
      cluster.after(CLEANUP_AFTER, () -> cleanUp(vm));
      cluster.ha().noticeExit(vm);
    }
  }

  /** The process is gone and nobody looks after what it left. */
  void vanish(SimVm vm) {
    vm.process().ifPresent(QemuProcess::cancelPowerDown);
    vm.setProcess(Optional.empty());
  }

  /**
   * {@code qm cleanup} takes the VM's lock file, waiting for it. If the VM has been started again
   * by then it waits, with the lock, for an end that does not come (qemu-server 9.1.13 and later).
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
