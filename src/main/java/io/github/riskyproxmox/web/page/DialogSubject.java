package io.github.riskyproxmox.web.page;

import io.github.riskyproxmox.domain.launch.LaunchGoal;
import io.github.riskyproxmox.domain.launch.Recovery;
import io.github.riskyproxmox.domain.vm.NodeName;
import io.github.riskyproxmox.domain.vm.Vm;
import java.util.Optional;

/**
 * What a dialog is about. The page sends it back, so that the same dialog can be made again.
 *
 * @param vmid the VM; 0 if it is about a node, or about nothing
 * @param node the node to be shut down; may be empty
 * @param goal what it leads to, as in {@link LaunchGoal#id}
 * @param action the chosen stop action that is to be confirmed; may be empty
 * @param each the chosen stop actions of single VMs that are to be confirmed; may be empty
 * @param recovery the chosen recovery of a crashed target; may be empty
 */
public record DialogSubject(
    int vmid, String node, String goal, String action, String each, String recovery) {
  /** Nothing. */
  static final DialogSubject NONE = new DialogSubject(0, "", "", "", "", "");

  /** The launch of that VM. */
  static DialogSubject of(Vm vm, Optional<Recovery> recovery) {
    return new DialogSubject(
        vm.id().value(), "", LaunchGoal.LAUNCH.id(), "", "", recovery.map(Recovery::id).orElse(""));
  }

  /** Something else that is done to that VM, with an action that may be empty. */
  static DialogSubject of(Vm vm, LaunchGoal goal, String action) {
    return new DialogSubject(vm.id().value(), "", goal.id(), action, "", "");
  }

  /** The shutdown of that node. */
  static DialogSubject of(NodeName node, String action, String each) {
    return new DialogSubject(0, node.value(), LaunchGoal.HOST_SHUTDOWN.id(), action, each, "");
  }

  /** Changes when a dialog asks another question, so that the focus moves to its first answer. */
  public String question() {
    return String.join(" ", Integer.toString(vmid), node, goal, action, each);
  }
}
