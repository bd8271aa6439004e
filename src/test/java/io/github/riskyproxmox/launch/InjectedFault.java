package io.github.riskyproxmox.launch;

import io.github.riskyproxmox.simulator.Fault;
import io.github.riskyproxmox.simulator.FaultRules;
import io.github.riskyproxmox.simulator.GuestBehaviour;
import io.github.riskyproxmox.simulator.NodeFailure;
import io.github.riskyproxmox.simulator.SimCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;

/**
 * One thing that goes wrong at one call of a launch.
 *
 * @param name names it in a schedule
 * @param sends whether it can only happen to calls that begin a task
 * @param strike makes it happen to the call that comes next
 */
record InjectedFault(String name, boolean sends, BiConsumer<LaunchRig, LaunchKind> strike) {
  private static final String OLD = " the old one";
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** All that the matrix tries. */
  static List<InjectedFault> all() {
    List<InjectedFault> all = new ArrayList<>(onTheWire());
    all.addAll(lasting());
    all.addAll(tasks());
    all.addAll(others());
    return all;
  }

  /** Something like this happened because of somebody else, so that the agent is excused. */
  boolean byOthers() {
    return name.startsWith("somebody");
  }

  /** Whether a launch of that kind has what this happens to. */
  boolean concerns(LaunchKind kind) {
    return !name.endsWith(OLD) || !kind.old().isEmpty();
  }

  private static List<InjectedFault> onTheWire() {
    return List.of(
        wire(Fault.resetBefore()),
        wire(Fault.resetAfter()),
        wire(Fault.cutOff()),
        wire(Fault.silentBefore()),
        wire(Fault.silentAfter()),
        wire(Fault.dribble()),
        wire(Fault.notJson()),
        wire(Fault.status(401, "Authentication failed!")),
        wire(Fault.refusal(403, "Permission check failed (/vms/101, VM.PowerMgmt)")),
        wire(Fault.refusal(500, "something broke")),
        wire(Fault.status(595, "Connection refused")),
        wire(Fault.status(596, "Connection timed out")),
        wire(Fault.status(599, "Too many redirections")));
  }

  private static List<InjectedFault> lasting() {
    return List.of(
        new InjectedFault(
            "connection refused", false, (rig, kind) -> rig.server().faults().outage(SECOND)),
        new InjectedFault(
            "API down for 60 s", false, (rig, kind) -> rig.server().faults().outage(MINUTE)),
        wire(Fault.outageAfter(MINUTE)),
        new InjectedFault(
            "API down for 10 min",
            false,
            (rig, kind) -> rig.server().faults().outage(Duration.ofMinutes(10))),
        lasting(Fault.status(401, "Authentication failed!")),
        lasting(Fault.refusal(500, "something broke")),
        new InjectedFault(
            "596 for 60 s",
            false,
            (rig, kind) ->
                rig.server()
                    .faults()
                    .on(FaultRules.ANY, ".*")
                    .during(MINUTE)
                    .inject(Fault.status(596, "Connection timed out"))),
        new InjectedFault(
            "node offline for 60 s",
            false,
            (rig, kind) -> {
              rig.server().cluster().nodeDown("pve", NodeFailure.NO_ROUTE);
              rig.clock().schedule(MINUTE, () -> rig.server().cluster().nodeUp("pve"));
            }),
        new InjectedFault(
            "node offline",
            false,
            (rig, kind) -> rig.server().cluster().nodeDown("pve", NodeFailure.TIMED_OUT)));
  }

  private static List<InjectedFault> tasks() {
    return List.of(
        ofTask("at once", Fault.taskVanishes(Duration.ofMillis(1))),
        ofTask("after 1 s", Fault.taskVanishes(SECOND)),
        ofTask("at once", Fault.taskCrashes(Duration.ofMillis(1))),
        ofTask("after 1 s", Fault.taskCrashes(SECOND)),
        new InjectedFault(
            "a start that ends in got timeout and comes up later",
            true,
            (rig, kind) -> rig.server().cluster().setGuest(kind.target(), late())));
  }

  /** Proxmox waits 30 s for it; it needs six more. */
  private static GuestBehaviour late() {
    GuestBehaviour usual = GuestBehaviour.usual();
    return new GuestBehaviour(
        usual.shutdown(),
        false,
        Duration.ofSeconds(36),
        Optional.empty(),
        Optional.empty(),
        0,
        usual.stop(),
        usual.release(),
        Duration.ZERO,
        usual.hibernate(),
        Optional.empty());
  }

  private static List<InjectedFault> others() {
    List<InjectedFault> others = new ArrayList<>();
    for (Act act : Act.values()) {
      others.add(somebody(act + " the wanted one", kind -> Optional.of(kind.target()), act::onTo));
      others.add(somebody(act + OLD, kind -> kind.old().stream().findFirst(), act::onTo));
    }
    others.add(
        somebody("starts a third one", kind -> Optional.of(LaunchKind.THIRD), Act.STARTS::onTo));
    others.add(
        somebody(
            "starts a third one that is easy-kill",
            kind -> Optional.of(LaunchKind.EASY_THIRD),
            Act.STARTS::onTo));
    return others;
  }

  /** What others do to a VM meanwhile. */
  private enum Act {
    STARTS((cluster, vmid) -> cluster.startBySomebodyElse(vmid)),
    STOPS((cluster, vmid) -> cluster.stopBySomebodyElse(vmid)),
    PAUSES((cluster, vmid) -> cluster.pauseBySomebodyElse(vmid)),
    SHUTS_DOWN((cluster, vmid) -> cluster.shutdownBySomebodyElse(vmid, MINUTE)),
    REMOVES((cluster, vmid) -> cluster.remove(vmid)),
    MIGRATES((cluster, vmid) -> cluster.migrate(vmid, "front"));

    private final ObjIntConsumer<SimCluster> deed;

    Act(ObjIntConsumer<SimCluster> deed) {
      this.deed = deed;
    }

    void onTo(SimCluster cluster, int vmid) {
      deed.accept(cluster, vmid);
    }
  }

  private static InjectedFault wire(Fault fault) {
    return new InjectedFault(
        fault.toString(),
        false,
        (rig, kind) -> rig.server().faults().on(FaultRules.ANY, ".*").inject(fault));
  }

  private static InjectedFault lasting(Fault fault) {
    return new InjectedFault(
        fault + " from now on",
        false,
        (rig, kind) -> rig.server().faults().on(FaultRules.ANY, ".*").always().inject(fault));
  }

  private static InjectedFault ofTask(String when, Fault fault) {
    return new InjectedFault(
        fault + " " + when,
        true,
        (rig, kind) -> rig.server().faults().on(FaultRules.ANY, ".*").inject(fault));
  }

  private static InjectedFault somebody(
      String what, Function<LaunchKind, Optional<Integer>> whom, ObjIntConsumer<SimCluster> deed) {
    return new InjectedFault(
        "somebody " + what,
        false,
        (rig, kind) ->
            whom.apply(kind)
                .filter(vmid -> rig.server().cluster().vm(vmid).isPresent())
                .ifPresent(vmid -> deed.accept(rig.server().cluster(), vmid)));
  }

  @Override
  public String toString() {
    return name;
  }
}
