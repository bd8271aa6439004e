package io.github.riskyproxmox.simulator;

import java.time.Duration;
import java.util.Optional;

/**
 * The HA manager: accepts requests, and later performs them by tasks of root@pam. Times as
 * measured: the request takes 1.4 s, a start follows after 6 s, a stop after 10 s, and the end of
 * the VM is noticed after another 10 s.
 */
final class HaService {
  private static final String MANAGER = "root@pam";
  private static final Duration REQUEST = Duration.ofMillis(1400);
  private static final Duration START_AFTER = Duration.ofSeconds(6);
  private static final Duration STOP_AFTER = Duration.ofSeconds(10);
  private static final Duration NOTICED_AFTER = Duration.ofSeconds(10);

  private final SimCluster cluster;

  HaService(SimCluster cluster) {
    this.cluster = cluster;
  }

  /** Creates the task that requests a start. */
  SimTask requestStart(SimVm vm, HaState ha, String user) {
    SimTask task = cluster.book().create(cluster, vm.node(), "hastart", vm.vmid(), user);
    task.print("Requesting HA start for " + vm.kind().word() + " " + vm.vmid());
    if (refusedInError(ha, task, "set " + vm.kind().haId(vm.vmid()) + " --state started", vm)) {
      return task;
    }
    task.after(
        REQUEST,
        () -> {
          ha.want(true, vm.isUp() ? "started" : "request_start");
          cluster.after(START_AFTER, () -> start(vm, ha));
          task.done();
        });
    return task;
  }

  /** Creates the task that requests a stop; a timeout of 0 means a hard stop. */
  SimTask requestStop(SimVm vm, HaState ha, String user, Duration timeout) {
    SimTask task = cluster.book().create(cluster, vm.node(), "hastop", vm.vmid(), user);
    task.print("Requesting HA stop for " + vm.kind().word() + " " + vm.vmid());
    String command = "crm-command stop " + vm.kind().haId(vm.vmid()) + " " + timeout.toSeconds();
    if (refusedInError(ha, task, command, vm)) {
      return task;
    }
    task.after(
        REQUEST,
        () -> {
          ha.want(false, vm.isUp() ? "request_stop" : "stopped");
          cluster.after(STOP_AFTER, () -> stop(vm, ha, timeout));
          task.done();
        });
    return task;
  }

  /**
   * In state {@code error} every request fails (end of pve-api.md §14, which does not give the exit
   * code).
   */
  private static boolean refusedInError(HaState ha, SimTask task, String command, SimVm vm) {
    if (!ha.state().equals("error")) {
      return false;
    }
    task.after(
        REQUEST,
        () -> {
          task.print(
              "service '"
                  + vm.kind().haId(vm.vmid())
                  + "' in error state, must be disabled and fixed first");
          task.fail("command 'ha-manager " + command + "' failed: exit code 255");
        });
    return true;
  }

  /** After QEMU ended: nothing if that was requested, otherwise the VM is started again. */
  void noticeExit(SimVm vm) {
    vm.ha()
        .ifPresent(
            ha ->
                cluster.after(
                    NOTICED_AFTER,
                    () -> {
                      if (ha.wantsRunning()) {
                        start(vm, ha);
                      } else {
                        ha.reach("stopped");
                      }
                    }));
  }

  private void start(SimVm vm, HaState ha) {
    if (!ha.wantsRunning() || cluster.vm(vm.vmid()).isEmpty()) {
      return;
    }
    if (vm.isUp()) {
      ha.reach("started");
      return;
    }
    SimTask task = cluster.lifecycle().startNow(vm.kind(), vm.node(), vm.vmid(), MANAGER);
    task.atEnd(() -> ha.reach(vm.isUp() ? "started" : "error"));
  }

  private void stop(SimVm vm, HaState ha, Duration timeout) {
    if (ha.wantsRunning() || !vm.isUp()) {
      return;
    }
    if (timeout.isZero()) {
      cluster.lifecycle().stopNow(vm.kind(), vm.node(), vm.vmid(), MANAGER, false);
    } else {
      cluster
          .lifecycle()
          .shutdownNow(vm.kind(), vm.node(), vm.vmid(), MANAGER, Optional.of(timeout), true);
    }
  }
}
