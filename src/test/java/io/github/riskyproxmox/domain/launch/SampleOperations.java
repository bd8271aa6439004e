package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Operations for tests. */
final class SampleOperations {
  static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
  private static final Map<StopAction, String> TASKS =
      Map.of(
          StopAction.SHUTDOWN, "qmshutdown",
          StopAction.HIBERNATE, "qmsuspend",
          StopAction.TERMINATE, "qmstop");

  private SampleOperations() {}

  static VmOperation stop(int vmid, StopAction action, boolean ha) {
    return stop(vmid, action, ha, false);
  }

  /** A shutdown of a VM that is halted now. */
  static VmOperation stopHalted(int vmid) {
    return stop(vmid, StopAction.SHUTDOWN, false, true);
  }

  private static VmOperation stop(int vmid, StopAction action, boolean ha, boolean halted) {
    return VmOperation.stopping(
        ref(vmid),
        "vm" + vmid,
        new VmOperation.Stop(
            action,
            action.id(),
            false,
            action.equals(StopAction.SHUTDOWN),
            halted,
            List.of(Message.recorded("one VM at a time on pve"))),
        ha,
        Duration.ofSeconds(action.equals(StopAction.TERMINATE) ? 60 : 180),
        Set.of(TASKS.get(action), "hastop"));
  }

  /** A hibernation by the guest itself, for which Proxmox has no task. */
  static VmOperation stopByGuest(int vmid) {
    return VmOperation.stopping(
        ref(vmid),
        "vm" + vmid,
        new VmOperation.Stop(
            StopAction.HIBERNATE, "hibernate_by_guest", false, true, false, List.of()),
        false,
        Duration.ofSeconds(180),
        Set.of());
  }

  /** The same, allowed to take that long. */
  static VmOperation allowing(VmOperation operation, Duration allowed) {
    return new VmOperation(
        operation.vm(),
        operation.name(),
        operation.verb(),
        operation.purpose(),
        operation.stop(),
        operation.haManaged(),
        allowed,
        operation.taskTypes());
  }

  static VmOperation start(int vmid) {
    return new VmOperation(
        ref(vmid),
        "vm" + vmid,
        VmOperation.Verb.START,
        VmOperation.Purpose.START,
        Optional.empty(),
        false,
        Duration.ofMinutes(5),
        VmOperation.START_TASKS);
  }

  static VmOperation reset(int vmid) {
    return new VmOperation(
        ref(vmid),
        "vm" + vmid,
        VmOperation.Verb.RESET,
        VmOperation.Purpose.RESET,
        Optional.empty(),
        false,
        Duration.ofMinutes(5),
        VmOperation.RESET_TASKS);
  }

  static VmRef ref(int vmid) {
    return new VmRef(new NodeName("pve"), new VmId(vmid));
  }

  static Upid upid(int serial, String type, int vmid) {
    return new Upid(
        "UPID:pve:%08X:%08X:%08X:%s:%d:launcher@pve!agent:"
            .formatted(serial, serial, START.getEpochSecond(), type, vmid));
  }
}
