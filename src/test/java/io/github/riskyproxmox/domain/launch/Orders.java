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

/** Orders for tests. */
final class Orders {
  static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
  private static final Map<StopAction, String> TASKS =
      Map.of(
          StopAction.SHUTDOWN, "qmshutdown",
          StopAction.HIBERNATE, "qmsuspend",
          StopAction.TERMINATE, "qmstop");

  private Orders() {}

  static Order stop(int vmid, StopAction action, boolean ha) {
    return new Order(
        ref(vmid),
        "vm" + vmid,
        Order.Verb.STOP,
        Optional.of(action),
        false,
        ha,
        action.equals(StopAction.SHUTDOWN),
        "stop vm" + vmid,
        Duration.ofSeconds(action.equals(StopAction.TERMINATE) ? 60 : 180),
        Set.of(TASKS.get(action), "hastop"));
  }

  /** The same, allowed to take that long. */
  static Order allowing(Order order, Duration allowed) {
    return new Order(
        order.vm(),
        order.name(),
        order.verb(),
        order.action(),
        order.easyKill(),
        order.haManaged(),
        order.canBeOvertaken(),
        order.title(),
        allowed,
        order.taskTypes());
  }

  static Order start(int vmid) {
    return new Order(
        ref(vmid),
        "vm" + vmid,
        Order.Verb.START,
        Optional.empty(),
        false,
        false,
        false,
        "Start vm" + vmid,
        Duration.ofMinutes(5),
        Order.START_TASKS);
  }

  static Order reset(int vmid) {
    return new Order(
        ref(vmid),
        "vm" + vmid,
        Order.Verb.RESET,
        Optional.empty(),
        false,
        false,
        false,
        "Reset vm" + vmid,
        Duration.ofMinutes(5),
        Order.RESET_TASKS);
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
