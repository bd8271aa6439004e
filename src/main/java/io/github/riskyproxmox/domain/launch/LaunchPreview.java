package io.github.riskyproxmox.domain.launch;

import io.github.riskyproxmox.domain.conflict.Conflict;
import io.github.riskyproxmox.domain.message.Message;
import io.github.riskyproxmox.domain.stop.Availability;
import io.github.riskyproxmox.domain.stop.StopAction;
import io.github.riskyproxmox.domain.vm.Vm;
import io.github.riskyproxmox.domain.vm.VmId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What launching a VM would involve now.
 *
 * @param target the VM to be launched
 * @param inTheWay the VMs that hold the resources it needs
 * @param because why each of them cannot run beside the target
 * @param easyKills those of them that are terminated without a question (tag {@code easy-kill})
 * @param offers every stop action in order, gentlest first; empty when there is no question
 * @param refusal why it cannot be launched in any way; empty if it can
 * @param recoveries how a target that has crashed can be brought back; empty unless it has
 */
public record LaunchPreview(
    Vm target,
    List<Vm> inTheWay,
    Map<VmId, List<Conflict.Reason>> because,
    Set<VmId> easyKills,
    List<Offer> offers,
    Optional<Message> refusal,
    List<RecoveryOffer> recoveries) {
  /** Copies the collections. */
  public LaunchPreview {
    recoveries = List.copyOf(recoveries);
    inTheWay = List.copyOf(inTheWay);
    because = Map.copyOf(because);
    easyKills = Set.copyOf(easyKills);
    offers = List.copyOf(offers);
  }

  /** One where one VM at a time runs on the node. */
  public LaunchPreview(
      Vm target,
      List<Vm> inTheWay,
      Set<VmId> easyKills,
      List<Offer> offers,
      Optional<Message> refusal,
      List<RecoveryOffer> recoveries) {
    this(target, inTheWay, wholeNode(inTheWay), easyKills, offers, refusal, recoveries);
  }

  /** The same whose target has not crashed. */
  public LaunchPreview(
      Vm target,
      List<Vm> inTheWay,
      Set<VmId> easyKills,
      List<Offer> offers,
      Optional<Message> refusal) {
    this(target, inTheWay, easyKills, offers, refusal, List.of());
  }

  private static Map<VmId, List<Conflict.Reason>> wholeNode(List<Vm> inTheWay) {
    return inTheWay.stream()
        .collect(Collectors.toMap(Vm::id, vm -> List.of(new Conflict.WholeNode(vm.node()))));
  }

  /**
   * A way to bring the target back.
   *
   * @param recovery which
   * @param availability whether it can be used now
   */
  public record RecoveryOffer(Recovery recovery, Availability availability) {}

  /**
   * A stop action.
   *
   * @param action its name
   * @param destructive whether unsaved work is lost
   * @param availability whether it can be used on all VMs that it would stop
   */
  public record Offer(StopAction action, boolean destructive, Availability availability) {}

  /** Whether the client must choose an action. */
  public boolean needsAction() {
    return !easyKills.containsAll(inTheWay.stream().map(Vm::id).toList());
  }
}
