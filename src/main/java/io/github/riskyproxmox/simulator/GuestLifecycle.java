package io.github.riskyproxmox.simulator;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Creates the tasks that change a guest. They check the state of the guest only when they run, as
 * PVE does.
 */
final class GuestLifecycle {
  /** From the answer with the UPID to the first action of the worker. */
  private static final Duration FORK = Duration.ofMillis(50);

  /** How long an aborted worker takes to end. */
  private static final Duration KILLING = Duration.ofMillis(500);

  private static final Duration HA_TIMEOUT = Duration.ofSeconds(60);
  private final SimCluster cluster;

  GuestLifecycle(SimCluster cluster) {
    this.cluster = cluster;
  }

  SimTask start(GuestKind kind, String node, int vmid, String user) {
    Optional<SimVm> vm = cluster.guestOn(kind, node, vmid);
    if (vm.isPresent() && vm.get().ha().isPresent()) {
      return cluster.ha().requestStart(vm.get(), vm.get().ha().get(), user);
    }
    return startNow(kind, node, vmid, user);
  }

  SimTask startNow(GuestKind kind, String node, int vmid, String user) {
    StartWork work = new StartWork(cluster);
    return fork(
        node,
        kind.task("start"),
        vmid,
        user,
        task -> withVm(task, kind, node, vmid, vm -> work.run(vm, task)));
  }

  SimTask stop(GuestKind kind, String node, int vmid, String user, boolean overrule) {
    Optional<SimVm> vm = cluster.guestOn(kind, node, vmid);
    if (vm.isPresent() && vm.get().ha().isPresent()) {
      return cluster.ha().requestStop(vm.get(), vm.get().ha().get(), user, Duration.ZERO);
    }
    return stopNow(kind, node, vmid, user, overrule);
  }

  SimTask stopNow(GuestKind kind, String node, int vmid, String user, boolean overrule) {
    StopWork work = new StopWork(cluster);
    return fork(
        node,
        kind.task("stop"),
        vmid,
        user,
        task -> {
          boolean killed = overrule && work.overrule(task);
          task.after(
              killed ? KILLING : Duration.ZERO,
              () -> withVm(task, kind, node, vmid, vm -> work.stop(vm, task)));
        });
  }

  SimTask shutdown(
      GuestKind kind,
      String node,
      int vmid,
      String user,
      Optional<Duration> timeout,
      boolean force) {
    Optional<SimVm> vm = cluster.guestOn(kind, node, vmid);
    if (vm.isPresent() && vm.get().ha().isPresent()) {
      return cluster
          .ha()
          .requestStop(vm.get(), vm.get().ha().get(), user, timeout.orElse(HA_TIMEOUT));
    }
    return shutdownNow(kind, node, vmid, user, timeout, force);
  }

  SimTask shutdownNow(
      GuestKind kind,
      String node,
      int vmid,
      String user,
      Optional<Duration> timeout,
      boolean force) {
    StopWork work = new StopWork(cluster);
    return fork(
        node,
        kind.task("shutdown"),
        vmid,
        user,
        task -> withVm(task, kind, node, vmid, vm -> work.shutdown(vm, task, timeout, force)));
  }

  SimTask pause(String node, int vmid, String user) {
    SuspendWork work = new SuspendWork(cluster);
    return fork(
        node,
        "qmpause",
        vmid,
        user,
        task -> withVm(task, GuestKind.VM, node, vmid, vm -> work.pause(vm, task)));
  }

  SimTask hibernate(String node, int vmid, String user) {
    SuspendWork work = new SuspendWork(cluster);
    return fork(
        node,
        "qmsuspend",
        vmid,
        user,
        task -> withVm(task, GuestKind.VM, node, vmid, vm -> work.hibernate(vm, task)));
  }

  SimTask resume(String node, int vmid, String user) {
    ResumeWork work = new ResumeWork(cluster);
    return fork(
        node,
        "qmresume",
        vmid,
        user,
        task -> withVm(task, GuestKind.VM, node, vmid, vm -> work.run(vm, task)));
  }

  SimTask reset(String node, int vmid, String user) {
    ResetWork work = new ResetWork(cluster);
    return fork(
        node,
        "qmreset",
        vmid,
        user,
        task -> withVm(task, GuestKind.VM, node, vmid, vm -> work.reset(vm, task)));
  }

  SimTask reboot(String node, int vmid, String user, Optional<Duration> timeout) {
    ResetWork work = new ResetWork(cluster);
    return fork(
        node,
        "qmreboot",
        vmid,
        user,
        task -> withVm(task, GuestKind.VM, node, vmid, vm -> work.reboot(vm, task, timeout)));
  }

  private SimTask fork(String node, String type, int vmid, String user, Consumer<SimTask> worker) {
    SimTask task = cluster.book().create(cluster, node, type, vmid, user);
    task.after(FORK, () -> worker.accept(task));
    return task;
  }

  private void withVm(SimTask task, GuestKind kind, String node, int vmid, Consumer<SimVm> work) {
    Optional<SimVm> vm = cluster.guestOn(kind, node, vmid);
    if (vm.isEmpty()) {
      task.fail(
          task.type().equals(kind.task("start"))
              ? PveText.noConfiguration(kind, node, vmid)
              : PveText.noConfigurationFound(kind, node, vmid));
    } else {
      work.accept(vm.get());
    }
  }
}
