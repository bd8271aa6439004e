package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.pve.Upid;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.VmId;
import io.github.riskyproxmox.domain.vm.VmRef;
import java.time.Duration;
import java.time.Instant;
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
    return new VmOperation(
        ref(vmid),
        "vm" + vmid,
        VmOperation.Verb.STOP,
        VmOperation.Purpose.STOP,
        Optional.of(action),
        false,
        ha,
        action.equals(StopAction.SHUTDOWN),
        Duration.ofSeconds(action.equals(StopAction.TERMINATE) ? 60 : 180),
        Set.of(TASKS.get(action), "hastop"));
  }

  /** The same, allowed to take that long. */
  static VmOperation allowing(VmOperation operation, Duration allowed) {
    return new VmOperation(
        operation.vm(),
        operation.name(),
        operation.verb(),
        operation.purpose(),
        operation.action(),
        operation.easyKill(),
        operation.haManaged(),
        operation.canBeOvertaken(),
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
        false,
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
        false,
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
