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
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One thing that goes wrong at one call of a launch.
 *
 * @param name for the message of a trial that fails
 * @param sends whether it can only happen to calls that start a task
 * @param strike makes it happen at the next call
 */
record InjectedFault(String name, boolean sends, BiConsumer<LaunchRig, LaunchKind> strike) {
  private static final String OLD = " the old one";

  /** Lasts until the client stops waiting, in real time. */
  private static final Set<String> SILENCE =
      names(Fault.silentBefore(), Fault.silentAfter(), Fault.dribble());

  /** The client reports these as it reports a reset connection (ErrorsContractTest). */
  private static final Set<String> LIKE_A_RESET =
      names(
          Fault.cutOff(),
          Fault.status(596, "Connection timed out"),
          Fault.status(599, "Too many redirections"));

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** All faults of the matrix. */
  static List<InjectedFault> all() {
    List<InjectedFault> all = new ArrayList<>(onTheWire());
    all.addAll(lasting());
    all.addAll(tasks());
    all.addAll(others());
    return all;
  }

  /** Whether somebody else causes it, so that the agent is not to blame for the result. */
  boolean byOthers() {
    return name.startsWith("somebody");
  }

  /**
   * Whether to try it with that kind of launch: it needs the VM it happens to, and faults that a
   * launch cannot tell from a reset connection are tried with one kind.
   */
  boolean concerns(LaunchKind kind) {
    return kind == LaunchKind.SHUTDOWN
        || ((!name.endsWith(OLD) || !kind.old().isEmpty())
            && !isSilence()
            && !LIKE_A_RESET.contains(name));
  }

  /** Whether it takes real time: as long as the client waits for an answer. */
  boolean isSilence() {
    return SILENCE.contains(name);
  }

  private static Set<String> names(Fault... faults) {
    return Stream.of(faults).map(Fault::toString).collect(Collectors.toSet());
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

  /** A guest that needs 36 s to start; Proxmox waits for 30 s. */
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

  /** What somebody else does to a VM meanwhile. */
  private enum Act {
    STARTS((cluster, vmid) -> cluster.startBySomebodyElse(vmid)),
    STOPS((cluster, vmid) -> cluster.stopBySomebodyElse(vmid)),
    PAUSES((cluster, vmid) -> cluster.pauseBySomebodyElse(vmid)),
    SHUTS_DOWN((cluster, vmid) -> cluster.shutdownBySomebodyElse(vmid, MINUTE)),
    REMOVES((cluster, vmid) -> cluster.remove(vmid)),
    MIGRATES((cluster, vmid) -> cluster.migrate(vmid, "front"));

    private final ObjIntConsumer<SimCluster> action;

    Act(ObjIntConsumer<SimCluster> action) {
      this.action = action;
    }

    void onTo(SimCluster cluster, int vmid) {
      action.accept(cluster, vmid);
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
      String what,
      Function<LaunchKind, Optional<Integer>> whom,
      ObjIntConsumer<SimCluster> action) {
    return new InjectedFault(
        "somebody " + what,
        false,
        (rig, kind) ->
            whom.apply(kind)
                .filter(vmid -> rig.server().cluster().vm(vmid).isPresent())
                .ifPresent(vmid -> action.accept(rig.server().cluster(), vmid)));
  }

  @Override
  public String toString() {
    return name;
  }
}
