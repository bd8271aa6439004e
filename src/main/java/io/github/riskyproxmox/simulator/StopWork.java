package io.github.riskyproxmox.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The work of the stop and shutdown tasks (QemuServer.pm:_do_vm_stop); and of a container's
 * (pve-api.md §12).
 */
final class StopWork {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration CONTAINER_EXTRA = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final long LEAST_LAG_MILLIS = 45;
  private static final int LAGS = 67;
  private static final Pattern DOWN = Pattern.compile("(?:^|,)down=(\\d+)");
  private final SimCluster cluster;

  StopWork(SimCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Aborts running shutdowns that the caller may abort (GuestHelpers.pm); returns whether it did.
   */
  boolean overrule(SimTask task) {
    TaskIdentity mine = task.identity();
    String shutdown = mine.type().replace("stop", "shutdown");
    boolean any = cluster.access().allows(mine.user(), "/nodes/" + mine.node(), "Sys.Modify");
    List<SimTask> overruled =
        cluster.book().all().stream()
            .filter(SimTask::isRunning)
            .filter(other -> other.type().equals(shutdown))
            .filter(other -> other.identity().id().equals(mine.id()))
            .filter(other -> any || other.identity().isOf(mine.user()))
            .toList();
    overruled.forEach(SimTask::interrupt);
    if (!overruled.isEmpty()) {
      task.print(
          "overruled "
              + shutdown
              + " tasks: "
              + overruled.stream().map(SimTask::upid).collect(Collectors.joining(", ")));
    }
    return !overruled.isEmpty();
  }

  void stop(SimVm vm, SimTask task) {
    task.lockConfig(
        vm,
        () -> {
          if (mayStop(vm, task)) {
            quit(vm, task);
          }
        });
  }

  void shutdown(SimVm vm, SimTask task, Optional<Duration> timeout, boolean force) {
    task.lockConfig(
        vm,
        () -> {
          if (mayStop(vm, task)) {
            if (force && vm.isPaused()) {
              task.print("VM is paused - stop instead of shutdown");
              quit(vm, task);
            } else {
              cluster.qemu().requestShutdown(vm);
              poll(vm, task, longest(vm, timeout, force), force);
            }
          }
        });
  }

  /** Returns false if the task ended, because nothing was to stop or it was not allowed. */
  private boolean mayStop(SimVm vm, SimTask task) {
    if (!vm.isUp()) {
      task.done();
      return false;
    }
    if (vm.lock().isPresent()) {
      task.fail(PveText.locked(vm, vm.lock().get()));
      return false;
    }
    if (vm.isContainer()) {
      return true;
    }
    vm.setStopping(true);
    task.atEnd(
        () -> {
          vm.setStopping(false);
          cluster.after(lag(task), vm::forgetGone);
        });
    return true;
  }

  /** The status becomes {@code stopped} 45 to 111 ms after the task's end (pve-api.md §15). */
  private static Duration lag(SimTask task) {
    int spread = Math.floorMod(task.upid().hashCode(), LAGS);
    return Duration.ofMillis(LEAST_LAG_MILLIS + spread);
  }

  /**
   * How long the task waits for the guest. A container's has the timeout, and then as much again
   * and 5 s for the end of its processes; it does not look at {@code startup}.
   */
  private static Duration longest(SimVm vm, Optional<Duration> timeout, boolean force) {
    if (!vm.isContainer()) {
      return timeout.orElseGet(() -> ownTimeout(vm));
    }
    Duration once = timeout.orElse(DEFAULT_TIMEOUT);
    return force ? once : once.multipliedBy(2).plus(CONTAINER_EXTRA);
  }

  private static Duration ownTimeout(SimVm vm) {
    Matcher down = DOWN.matcher(vm.options().getOrDefault("startup", ""));
    return down.find() ? Duration.ofSeconds(Long.parseLong(down.group(1))) : DEFAULT_TIMEOUT;
  }

  private void poll(SimVm vm, SimTask task, Duration left, boolean force) {
    if (!vm.isUp()) {
      cleanUp(vm, task);
    } else if (!left.isZero() && !left.isNegative()) {
      task.after(POLL, () -> poll(vm, task, left.minus(POLL), force));
    } else if (force) {
      task.print(vm.kind().word() + " still running - terminating now with SIGTERM");
      quit(vm, task);
    } else {
      task.fail(
          vm.isContainer() ? "container did not stop" : "VM quit/powerdown failed - got timeout");
    }
  }

  private void quit(SimVm vm, SimTask task) {
    cluster.qemu().quit(vm);
    task.after(vm.guest().stop(), () -> cleanUp(vm, task));
  }

  /** After QEMU's end the task releases volumes and PCI reservations and runs the hook script. */
  private void cleanUp(SimVm vm, SimTask task) {
    task.after(
        vm.guest().release(),
        () -> {
          cluster.pci().release(vm, cluster.clock().now());
          task.done();
        });
  }
}
