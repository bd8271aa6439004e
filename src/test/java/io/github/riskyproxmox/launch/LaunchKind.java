package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.domain.launch.LaunchReply;
import io.github.riskyproxmox.domain.launch.Recovery;
import io.github.riskyproxmox.domain.launch.StopWish;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.simulator.SimScenario;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** All kinds of launch, each with its own scenario. */
enum LaunchKind {
  DIRECT(102, Optional.empty()),
  SHUTDOWN(102, Optional.of(StopAction.SHUTDOWN), 101),
  HIBERNATE(102, Optional.of(StopAction.HIBERNATE), 101),
  TERMINATE(102, Optional.of(StopAction.TERMINATE), 101),
  EASY_KILL(102, Optional.empty(), 104),
  TWO_IN_THE_WAY(102, Optional.of(StopAction.SHUTDOWN), 101, 104),
  ESCALATION(102, Optional.of(StopAction.SHUTDOWN), 103),
  ESCALATION_BEFORE_8_2(102, Optional.of(StopAction.SHUTDOWN), 103),
  HIGH_AVAILABILITY(108, Optional.of(StopAction.SHUTDOWN), 109),
  RESUME_FROM_RAM(105, Optional.empty()),
  RESUME_FROM_DISK(106, Optional.empty()),
  RESET(112, Optional.empty()),
  RESTART(112, Optional.empty()),
  /** Its start takes 36 s; Proxmox waits for 30 s. */
  LATE(111, Optional.empty()),
  /** A VM is only stopped. */
  STOP(101, Optional.of(StopAction.SHUTDOWN), 101),
  /** It is stopped and started again, though it has not crashed. */
  STOP_AND_START(101, Optional.of(StopAction.SHUTDOWN), 101),
  ASLEEP_IN_THE_WAY(102, Optional.of(StopAction.SHUTDOWN), 105),
  SAVED_BY_GUEST(102, Optional.of(StopAction.HIBERNATE), 113),
  CONTAINER_IN_THE_WAY(114, Optional.of(StopAction.SHUTDOWN), 119),
  /** The node is shut down after its VM; that one is no target. */
  HOST_SHUTDOWN(101, Optional.of(StopAction.SHUTDOWN), 101);

  /** Stopped, and not the target of a launch. */
  static final int THIRD = 107;

  /** Another one, tagged easy-kill. */
  static final int EASY_THIRD = 110;

  private static final String SAVES_ITSELF =
      "\"hostpci\":[\"0000:09:00\"],\"options\":{\"agent\":\"1\"},\"guest\":{\"agent\":{\"suspend\":8}}";

  private static final Duration ESCALATES_AFTER = Duration.ofSeconds(3);

  private final int target;
  private final Optional<StopAction> action;
  private final List<Integer> old;

  LaunchKind(int target, Optional<StopAction> action, Integer... old) {
    this.target = target;
    this.action = action;
    this.old = List.of(old);
  }

  int target() {
    return target;
  }

  /** The stop action that the client requests. */
  Optional<StopAction> action() {
    return action;
  }

  /** The VMs that have to stop first. */
  List<Integer> old() {
    return old;
  }

  /** Whether the target is started at the end. */
  boolean starts() {
    return this != STOP && this != HOST_SHUTDOWN;
  }

  /** Whether a request has no task, so that a lost one is never sent again. */
  boolean isSentOnce() {
    return this == SAVED_BY_GUEST || this == HOST_SHUTDOWN;
  }

  boolean escalates() {
    return this == ESCALATION || this == ESCALATION_BEFORE_8_2;
  }

  /** How the crashed target is recovered; empty if it has not crashed. */
  Optional<Recovery> recovery() {
    return isRecovery() ? Optional.of(Recovery.valueOf(name())) : Optional.empty();
  }

  private boolean isRecovery() {
    return this == RESET || this == RESTART;
  }

  /** The API is on another node than the VMs, so that their node can fail alone. */
  SimScenario scenario() {
    SimScenario scenario =
        SimScenario.parse(
            "{\"nodes\":[{\"name\":\"front\"},{\"name\":\"pve\"}],\"vms\":["
                + vm(101, "windows", old.contains(101), "\"guest\":{\"shutdown\":2}")
                + vm(102, "linux", false, "\"guest\":{\"start\":1}")
                + vm(103, "deaf", old.contains(103), "\"guest\":{\"ignoresAcpi\":true}")
                + vm(104, "kiosk", old.contains(104), "\"tags\":\"easy-kill\"")
                + vm(105, "halted", false, halted())
                + vm(106, "saved", false, "\"state\":\"hibernated\",\"guest\":{\"hibernate\":2}")
                + vm(THIRD, "third", false, "")
                + vm(EASY_THIRD, "easy", false, "\"tags\":\"easy-kill\"")
                + vm(111, "late", false, "\"guest\":{\"start\":36}")
                + vm(112, "crashed", false, isRecovery() ? "\"state\":\"io-error\"" : "")
                + vm(113, "gaming", old.contains(113), SAVES_ITSELF)
                + vm(114, "grouped", false, "\"tags\":\"exclusive-video\"")
                + vm(
                    119,
                    "container",
                    old.contains(119),
                    "\"type\":\"lxc\",\"tags\":\"exclusive-video\"")
                + vm(108, "managed", false, "\"ha\":true")
                + vm(109, "managedtoo", old.contains(109), "\"ha\":true").replaceAll(",$", "")
                + "]}");
    return this == ESCALATION_BEFORE_8_2 ? scenario.withVersion("8.1.4") : scenario;
  }

  private String halted() {
    return this == RESUME_FROM_RAM
        ? "\"state\":\"paused\""
        : this == ASLEEP_IN_THE_WAY ? "\"state\":\"suspended\"" : "";
  }

  /**
   * Whether Proxmox has a task for each of its requests. Without one, a launch that dies while it
   * sends does not always succeed afterwards, because it must not send again.
   */
  boolean hasTasksOnly() {
    return this != SAVED_BY_GUEST && this != HOST_SHUTDOWN;
  }

  /** The path of its request in the API. */
  String path() {
    return this == STOP || this == STOP_AND_START ? "api/stop" : "api/launch";
  }

  /** The body of its request in the API. */
  String body() {
    String how = action.map(one -> ",\"action\":\"" + one + "\"").orElse("");
    String then = this == STOP_AND_START ? ",\"then\":\"start\"" : "";
    return "{\"vmid\":%d%s%s}".formatted(target, how, then);
  }

  /** Gives the agent what such a launch needs. */
  void prepare(LaunchRig rig) {
    rig.grant("/vms", "VM.Audit", "VM.PowerMgmt", "VM.Config.Disk", "VM.GuestAgent.Audit");
    rig.grant("/nodes/pve", "Sys.PowerMgmt");
    if (this == HOST_SHUTDOWN) {
      rig.allowHostPoweroff();
    }
  }

  /** Runs the launch from its request to its end. */
  LaunchReply launch(LaunchRig rig) {
    if (this == STOP) {
      return rig.stop(target, action);
    }
    if (this == STOP_AND_START) {
      return rig.restart(target, action);
    }
    if (this == HOST_SHUTDOWN) {
      return rig.shutDownHost(Optional.of(new NodeName("pve")), StopWish.all(action));
    }
    if (escalates()) {
      rig.launchClock().after(ESCALATES_AFTER, () -> rig.launch(target, StopAction.TERMINATE));
    }
    if (isRecovery()) {
      return rig.recover(target, recovery().orElseThrow(), action);
    }
    return action.isPresent() ? rig.launch(target, action.get()) : rig.launch(target);
  }

  private static String vm(int vmid, String name, boolean runs, String more) {
    return "{\"vmid\":%d,\"node\":\"pve\",\"name\":\"%s\"%s%s},"
        .formatted(
            vmid, name, runs ? ",\"state\":\"running\"" : "", more.isEmpty() ? "" : "," + more);
  }
}
